using Mesh.Cli;
using Mesh.Perception.Archives;

return ProofProcess.IsOne(args) ? ProofProcess.Run(args) : await MeshCommandLine.RunAsync(args);
