using Mesh.Dit;
using Mesh.ServiceDefaults.Hosting;

await MeshHost.Build(args, new DitService()).RunAsync();
