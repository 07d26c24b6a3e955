// oidc-provider with two clients, whose access tokens are signed by RS256 and by ES256; prints its address.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const algorithms = { ada: 'RS256', bob: 'ES256' };
const keys = [['rsa', { modulusLength: 2048 }], ['ec', { namedCurve: 'P-256' }]].map(([kind, options]) => ({
  ...generateKeyPairSync(kind, options).privateKey.export({ format: 'jwk' }),
  use: 'sig',
}));

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    jwks: { keys },
    clients: Object.keys(algorithms).map((name) => ({
      client_id: name,
      client_secret: `${name}-secret`,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    })),
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (context, resource, client) => ({
          scope: '',
          audience: resource,
          accessTokenTTL: 600,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: algorithms[client.clientId] } },
        }),
      },
    },
    extraTokenClaims: (context, token) => ({ tenant: token.clientId }),
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
