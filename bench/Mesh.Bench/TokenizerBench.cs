using Mesh.Tokenizers;

namespace Mesh.Bench;

/// <summary>Tokenizers against the npm package @huggingface/tokenizers, on the same texts in the same run.</summary>
internal static class TokenizerBench
{
    private const double Target = 1 / 3.0;
    private const double LoadTarget = 0.5;
    private const int LoadSize = 128_000;

    private static readonly string[] Names = ["llama3", "qwen2", "clip", "umt5"];

    /// <returns>0 when every target is met, else 1.</returns>
    public static int Run(BenchOptions options)
    {
        var folder = Path.GetFullPath(Path.Combine(options.PeerFolder, "../../tests/goldens/tokenizers"));
        var texts = MixedText.Lines(folder);
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, string.Join('\n', texts));
            using var peer = Peer.StartNode(Path.Combine(options.PeerFolder, "tokenizers"), folder, file);
            Console.WriteLine(peer is null
                ? "No Node.js with @huggingface/tokenizers here: our times alone."
                : $"Peer: @huggingface/tokenizers {peer.Version}; 1 MB of mixed text in {texts.Length} lines.");
            var missed = Report.Print(
                [.. Names.Select(name => Case(folder, name, texts))],
                new Race(peer, threads: 1, options.Rounds, options.Device));
            return Math.Max(missed, Load());
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static BenchCase Case(string folder, string name, string[] texts) => new(
        name, "encode 1 MB", Target, _ =>
        {
            var tokenizer = Tokenizer.Open(Path.Combine(folder, name));
            return () =>
            {
                foreach (var text in texts)
                    tokenizer.Encode(text);
            };
        });

    private static int Load()
    {
        var file = Path.GetTempFileName();
        try
        {
            LargeVocabulary.Write(file, LoadSize);
            var time = StepTime.Measure(() => Tokenizer.Open(file), iterations: 1);
            Console.WriteLine(
                $"a vocabulary of {LoadSize} with as many merges loads in {time.Cpu:0.00} s of processor time "
                + $"(target {LoadTarget} s), {time.Wall:0.00} s on the clock");
            return time.Cpu < LoadTarget ? 0 : 1;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
