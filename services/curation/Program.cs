using Mesh.Curator;
using Mesh.ServiceDefaults.Hosting;

await MeshHost.Build(args, new CurationService()).RunAsync();
