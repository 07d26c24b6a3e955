using Mesh.Perception.Archives;

return ProofProcess.IsOne(args) ? ProofProcess.Run(args) : 1;
