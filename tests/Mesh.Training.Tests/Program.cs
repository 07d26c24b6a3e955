return Mesh.Distributed.Tests.RankProcesses.Enter(args, typeof(Mesh.Training.Tests.Scenarios));
