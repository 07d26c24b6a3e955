// A gRPC server and client by @grpc/grpc-js: `node peer.mjs FILE.proto`.
// Prints the port of its echo server, then answers each line of JSON on stdin with a line of JSON.
import * as grpc from '@grpc/grpc-js';
import * as loader from '@grpc/proto-loader';
import { createInterface } from 'node:readline';
import { answer } from './client.mjs';
import { echo } from './server.mjs';

const definition = loader.loadSync(process.argv[2], { keepCase: true, longs: Number, bytes: Buffer, defaults: true });
const { Echo } = grpc.loadPackageDefinition(definition).mesh.test.v1;

const unlimited = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };
const server = new grpc.Server(unlimited);
server.addService(Echo.service, echo);
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});

const lines = createInterface({ input: process.stdin });
lines.on('line', async line => {
  const question = JSON.parse(line);
  const result = question.what === 'cancelled' ? await echo.cancellationOf(question.name)
    : await answer(Echo, question);
  console.log(JSON.stringify({ id: question.id, result }));
});
lines.on('close', () => process.exit(0));
