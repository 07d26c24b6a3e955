using Mesh.Curator;
using Mesh.Perception.Archives;
using Mesh.ServiceDefaults.Hosting;

if (ProofProcess.IsOne(args))
    return ProofProcess.Run(args);
await MeshHost.Build(args, new CurationService()).RunAsync();
return 0;
