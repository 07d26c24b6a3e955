using Mesh.Gateway;
using Mesh.ServiceDefaults.Hosting;

await MeshHost.Build(args, new GatewayService()).RunAsync();
