// The echo service in JavaScript: does what each request asks for.
import * as grpc from '@grpc/grpc-js';

const cancelled = new Map();

function cancellation(name) {
  if (!cancelled.has(name)) {
    const entry = {};
    entry.promise = new Promise(resolve => { entry.resolve = resolve; });
    cancelled.set(name, entry);
  }
  return cancelled.get(name);
}

// Metadata "echo-..." come back: as headers, or as trailers with "trailer" in the name.
function echoMetadata(call) {
  const [headers, trailers] = [new grpc.Metadata(), new grpc.Metadata()];
  for (const key of Object.keys(call.metadata.getMap()))
    if (key.startsWith('echo-'))
      for (const value of call.metadata.get(key)) (key.includes('trailer') ? trailers : headers).add(key, value);
  if (Object.keys(headers.getMap()).length) call.sendMetadata(headers);
  return trailers;
}

function failure(request, trailers) {
  if (request.code === 0) return null;
  trailers.set('failed-with', String(request.code));
  return { code: request.code, details: request.message, metadata: trailers };
}

function reply(request, call) {
  const deadline = call.getDeadline();
  return {
    text: request.text,
    data: request.data,
    deadline_ms: deadline === Infinity ? 0 : Math.round(new Date(deadline) - Date.now()),
  };
}

function hang(request, call) {
  call.on('cancelled', () => cancellation(request.text).resolve(true));
}

export const echo = {
  cancellationOf: name => cancellation(name).promise,

  Unary(call, callback) {
    const trailers = echoMetadata(call);
    if (call.request.hang) return hang(call.request, call);
    const error = failure(call.request, trailers);
    error ? callback(error) : callback(null, reply(call.request, call), trailers);
  },

  Collect(call, callback) {
    const trailers = echoMetadata(call);
    let [text, count, done] = ['', 0, false];
    call.on('data', request => {
      const error = failure(request, trailers);
      if (error && !done) { done = true; callback(error); }
      text += request.text;
      count++;
      if (request.hang) hang(request, call);
    });
    call.on('end', () => { if (!done) callback(null, { text, count }, trailers); });
  },

  Expand(call) {
    const trailers = echoMetadata(call);
    for (let count = 0; count < call.request.count; count++)
      call.write({ ...reply(call.request, call), count });
    if (call.request.hang) return hang(call.request, call);
    const error = failure(call.request, trailers);
    error ? call.emit('error', error) : call.end(trailers);
  },

  Chat(call) {
    const trailers = echoMetadata(call);
    call.on('data', request => {
      if (request.hang) return hang(request, call);
      const error = failure(request, trailers);
      if (error) call.emit('error', error);
      else if (!call.write(reply(request, call))) {
        call.pause();
        call.once('drain', () => call.resume());
      }
    });
    call.on('end', () => call.end(trailers));
  },
};
