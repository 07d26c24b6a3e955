// Custom resources: the fields that our manifests may use, of the types that the operators' definitions give them.
const string = { type: "string", minLength: 1 };
const integer = { type: "integer", minimum: 0 };
const boolean = { type: "boolean" };
const strings = { type: "object", additionalProperties: { type: "string" } };
const quantity = { type: ["string", "integer"], pattern: "^[0-9]+(\\.[0-9]+)?(m|Ki|Mi|Gi|Ti)?$" };

const object = (properties, required = Object.keys(properties)) =>
  ({ type: "object", additionalProperties: false, properties, required });
const array = (items) => ({ type: "array", minItems: 1, items });
const oneOf = (...values) => ({ type: "string", enum: values });
const resource = (apiVersion, kind, rest, required = Object.keys(rest)) => object(
  {
    apiVersion: { type: "string", const: apiVersion },
    kind: { type: "string", const: kind },
    metadata: object({ name: string, namespace: string, labels: strings, annotations: strings }, ["name", "namespace"]),
    ...rest,
  },
  ["apiVersion", "kind", "metadata", ...required]);

const amounts = object({ cpu: quantity, memory: quantity });
const resources = object({ requests: amounts, limits: amounts });
const selector = object({ matchLabels: strings });
const secretKey = object({ name: string, key: string });

const rabbitTrigger = object({
  type: oneOf("rabbitmq"),
  name: string,
  metadata: object({
    protocol: oneOf("http", "amqp"),
    host: string,
    vhostName: string,
    queueName: string,
    mode: oneOf("QueueLength", "MessageRate"),
    value: { type: "string", pattern: "^[0-9]+(\\.[0-9]+)?$" },
  }),
  authenticationRef: object({ name: string }),
});

const policies = array(object({ type: oneOf("Pods", "Percent"), value: integer, periodSeconds: integer }));

const list = [
  resource("keda.sh/v1alpha1", "ScaledObject", {
    spec: object({
      scaleTargetRef: object({ name: string }),
      minReplicaCount: integer,
      maxReplicaCount: integer,
      pollingInterval: integer,
      cooldownPeriod: integer,
      advanced: object({
        scalingModifiers: object({
          formula: string,
          target: string,
          metricType: oneOf("AverageValue", "Value"),
        }),
        horizontalPodAutoscalerConfig: object({
          behavior: object({ scaleDown: object({ stabilizationWindowSeconds: integer, policies }) }),
        }),
      }),
      triggers: array(rabbitTrigger),
    }),
  }),
  resource("keda.sh/v1alpha1", "TriggerAuthentication", {
    spec: object({ secretTargetRef: array(object({ parameter: string, name: string, key: string })) }),
  }),
  resource("rabbitmq.com/v1beta1", "RabbitmqCluster", {
    spec: object({
      image: string,
      replicas: integer,
      resources,
      persistence: object({ storage: quantity }),
      rabbitmq: object({ additionalConfig: string }),
      affinity: object({
        podAntiAffinity: object({
          requiredDuringSchedulingIgnoredDuringExecution: array(
            object({ topologyKey: string, labelSelector: selector })),
        }),
      }),
    }),
  }),
  resource("postgresql.cnpg.io/v1", "Cluster", {
    spec: object({
      instances: { type: "integer", minimum: 1 },
      imageName: string,
      bootstrap: object({ initdb: object({ database: string, owner: string }) }),
      storage: object({ size: quantity }),
      resources,
    }),
  }),
  resource("dapr.io/v1alpha1", "Component", {
    spec: object({
      type: string,
      version: string,
      metadata: {
        type: "array",
        items: object({ name: string, value: string, secretKeyRef: secretKey }, ["name"]),
      },
    }),
    auth: object({ secretStore: string }),
    scopes: array(string),
  }, ["spec", "scopes"]),
  resource("dapr.io/v1alpha1", "Configuration", {
    spec: object({
      tracing: object({
        samplingRate: string,
        otel: object({ endpointAddress: string, isSecure: boolean, protocol: oneOf("grpc", "http") }),
      }),
      accessControl: object({
        defaultAction: oneOf("allow", "deny"),
        trustDomain: string,
        policies: array(object({
          appId: string,
          defaultAction: oneOf("allow", "deny"),
          trustDomain: string,
          namespace: string,
        })),
      }),
    }),
  }),
];

export const schemas = Object.fromEntries(
  list.map((schema) => [`${schema.properties.apiVersion.const}/${schema.properties.kind.const}`, schema]));
