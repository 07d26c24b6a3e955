using Mesh.ServiceDefaults.Hosting;
using Mesh.Vae;

await MeshHost.Build(args, new VaeService()).RunAsync();
