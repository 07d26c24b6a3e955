// `node wire.mjs server PROTOS` prints its port; `node wire.mjs client PROTOS PORT` answers lines of stdin with rates.
import * as grpc from '@grpc/grpc-js';
import * as loader from '@grpc/proto-loader';
import { createInterface } from 'node:readline';

const [role, protos, port] = process.argv.slice(2);
const definition = loader.loadSync(['mesh/encoder/v1/encoder.proto', 'mesh/gateway/v1/gateway.proto'], {
  includeDirs: [protos], keepCase: true, longs: Number, bytes: Buffer, defaults: true, oneofs: true,
});
const { encoder, gateway } = grpc.loadPackageDefinition(definition).mesh;

const tensorBytes = 64 * 1024 * 1024;
const chunkBytes = 256 * 1024;
const options = {
  'grpc.max_receive_message_length': -1,
  'grpc.max_send_message_length': -1,
  'grpc-node.flow_control_window': 8 * 1024 * 1024,
};

async function encode(call) {
  const tensor = Buffer.alloc(tensorBytes, 'tensor');
  const write = async part => { if (!call.write(part)) await new Promise(resolve => call.once('drain', resolve)); };
  await write({ header: { name: 'video', dtype: 'DTYPE_FLOAT32', shape: [tensorBytes / 4], byte_length: tensorBytes } });
  for (let sent = 0; sent < tensorBytes; sent += chunkBytes)
    await write({ payload: tensor.subarray(sent, sent + chunkBytes) });
  await write({ end: { checksum: 0 } });
  call.end();
}

async function callsPerSecond(client, calls, concurrency) {
  const one = () => new Promise((resolve, reject) =>
    client.GetEdit({ id: 'c0ffee' }, (error, edit) => error ? reject(error) : resolve(edit)));
  const some = async () => { for (let call = 0; call < calls / concurrency; call++) await one(); };
  const start = performance.now();
  await Promise.all(Array.from({ length: concurrency }, some));
  return calls / (performance.now() - start) * 1000;
}

function bytesPerSecond(client) {
  const start = performance.now();
  const tensor = Buffer.allocUnsafe(tensorBytes);
  let received = 0;
  return new Promise((resolve, reject) => {
    const call = client.Encode({ instruction: '' });
    call.on('data', part => { if (part.part === 'payload') received += part.payload.copy(tensor, received); });
    call.on('error', reject);
    call.on('end', () => resolve(received / (performance.now() - start) * 1000));
  });
}

if (role === 'server') {
  const server = new grpc.Server(options);
  server.addService(encoder.v1.Encoder.service, { Encode: encode });
  server.addService(gateway.v1.Gateway.service, {
    GetEdit: (call, callback) => callback(null, { id: call.request.id, state: 'EDIT_STATE_RUNNING' }),
  });
  server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) => {
    if (error) throw error;
    console.log(bound);
  });
} else {
  const address = `127.0.0.1:${port}`;
  const edits = new gateway.v1.Gateway(address, grpc.credentials.createInsecure(), options);
  const tensors = new encoder.v1.Encoder(address, grpc.credentials.createInsecure(), options);
  for await (const line of createInterface({ input: process.stdin })) {
    const [what, ...numbers] = line.split(' ');
    console.log(what === 'calls' ? await callsPerSecond(edits, ...numbers.map(Number)) : await bytesPerSecond(tensors));
  }
}
