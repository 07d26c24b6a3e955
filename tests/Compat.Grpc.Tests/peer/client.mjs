// Makes the call that a question describes and tells everything about its outcome.
import * as grpc from '@grpc/grpc-js';

const clients = new Map();

function clientOf(Echo, question) {
  const options = {
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
    'grpc.default_compression_algorithm': question.gzip ? 2 : 0,
  };
  const key = `${question.address} ${question.gzip}`;
  if (!clients.has(key)) clients.set(key, new Echo(question.address, grpc.credentials.createInsecure(), options));
  return clients.get(key);
}

// Values of "-bin" keys travel as base64 in questions and answers.
function toMetadata(map) {
  const metadata = new grpc.Metadata();
  for (const [key, values] of Object.entries(map ?? {}))
    for (const value of values) metadata.add(key, key.endsWith('-bin') ? Buffer.from(value, 'base64') : value);
  return metadata;
}

function fromMetadata(metadata) {
  const map = {};
  for (const key of Object.keys(metadata?.getMap() ?? {}))
    map[key] = metadata.get(key).map(value => Buffer.isBuffer(value) ? value.toString('base64') : value);
  return map;
}

const toRequest = request => ({ ...request, data: Buffer.alloc(request.bytes ?? 0, 'abcdefg') });

const fromReply = reply => ({ ...reply, data: undefined, bytes: reply.data.length, good: isPattern(reply.data) });

function isPattern(data) {
  return data.equals(Buffer.alloc(data.length, 'abcdefg'));
}

export function answer(Echo, question) {
  return new Promise(resolve => {
    const client = clientOf(Echo, question);
    const options = question.deadline_ms ? { deadline: Date.now() + question.deadline_ms } : {};
    const metadata = toMetadata(question.metadata);
    const replies = [];
    const outcome = { replies, headers: {} };
    const single = (error, reply) => { if (reply) replies.push(fromReply(reply)); };
    const requests = question.requests.map(toRequest);

    let call;
    switch (question.method) {
      case 'Unary': call = client.Unary(requests[0], metadata, options, single); break;
      case 'Missing': call = client.Missing(requests[0], metadata, options, single); break;
      case 'Expand': call = client.Expand(requests[0], metadata, options); break;
      case 'Collect': call = client.Collect(metadata, options, single); break;
      case 'Chat': call = client.Chat(metadata, options); break;
    }

    call.on('metadata', headers => {
      outcome.headers = fromMetadata(headers);
      if (question.cancel === 'headers') call.cancel();
    });
    if (question.method === 'Expand' || question.method === 'Chat') {
      call.on('data', reply => {
        replies.push(fromReply(reply));
        if (question.cancel === 'reply') call.cancel();
      });
      call.on('error', () => {});
    }

    call.on('status', status => {
      outcome.code = status.code;
      outcome.details = status.details;
      outcome.trailers = fromMetadata(status.metadata);
      setImmediate(() => resolve(outcome));
    });

    if (question.method === 'Collect' || question.method === 'Chat') {
      for (const request of requests) call.write(request);
      if (!question.keep_open) call.end();
    }
  });
}
