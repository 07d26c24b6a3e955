using Mesh.Bench;
using Mesh.Bench.Curation;
using Mesh.Bench.Train;
using Mesh.Bench.Wire;
using Mesh.Distributed.Processes;
using Mesh.Perception.Archives;

if (ProofProcess.IsOne(args))
    return ProofProcess.Run(args);

if (args is ["--help" or "-h", ..])
{
    Console.WriteLine("""
        usage: ./mesh bench [torch|models|grpc|tokenizers|language|perception|mesh|curation|train]
                            [--threads N] [--rounds N] [--case NAME] [--device cuda]

        Times ours and plain PyTorch (Debian: python3-torch) in turn, in the same run, and prints the ratio.
        CPU is the same ratio in processor time, which other work on the machine disturbs less.
        --device cuda times torch and models on a GPU; it needs a libtorch with CUDA and PyTorch 2.x.
        Without a Python that can import torch it prints our times alone. One thread unless told otherwise.
          torch    the cost of the binding on small operators, and one transformer block
          models   the networks, forward and backward: nano and about 200 million parameters
          grpc     small calls and streamed tensors, against grpc-js and a bare socket; only when named
          perception   a call of a TorchScript archive, against the module's own forward; only when named
          mesh     one edit by a process per service over RabbitMQ, against one process; only when named
                   (cases: default, short, previews, submits)
          curation scene split against a decoder alone, tracker, catalogue, datasets of 100 to 10,000 clips; when named
          train    a training step; one and two ranks: memory, stalls, checkpoints against a copy; only when named
          language     loading weights, and tokens a second of the LLaMA, against itself without its cache
          tokenizers   against the npm package @huggingface/tokenizers, which needs Node.js and is installed once
        """);
    return 0;
}

if (args is [TrainRank.Argument, var folder])
{
    TrainRank.Run(folder, RankEnvironment.Read(Environment.GetEnvironmentVariable)!);
    return 0;
}

var options = BenchOptions.Parse(args);
if (options is null)
    return 2;

if (options.Suite == "grpc")
    return await WireBench.RunAsync(options);
if (options.Suite == MeshBench.Name)
    return await MeshBench.RunAsync(options);
if (options.Suite == PerceptionBench.Name)
    return PerceptionBench.Run(options);
if (options.Suite == CurationBench.Name)
    return await CurationBench.RunAsync(options);
if (options.Suite == TrainBench.Name)
    return await TrainBench.RunAsync(options);
if (options.Suite == BenchOptions.Tokenizers)
    return TokenizerBench.Run(options);
if (options.Suite == LanguageBench.Name)
    return LanguageBench.Run(options);

TorchSharp.torch.set_num_threads(options.Threads);
using var peer = Peer.Start(options.PeerFolder);
Console.WriteLine(peer is null ? "No Python with torch here: our times alone." : $"Peer: PyTorch {peer.Version}.");
return Report.Print(options.Cases, new Race(peer, options.Threads, options.Rounds, options.Device));
