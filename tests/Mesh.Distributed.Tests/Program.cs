return Mesh.Distributed.Tests.RankProcesses.Enter(args, typeof(Mesh.Distributed.Tests.Scenarios));
