using Mesh.Distributed.Processes;
using Mesh.ServiceDefaults.Hosting;
using Mesh.Trainer;

// The service starts this program again for every rank.
if (RankEnvironment.Read(Environment.GetEnvironmentVariable) is { } rank)
    return TrainerRank.Run(args, rank);

await MeshHost.Build(args, new TrainerService()).RunAsync();
return 0;
