using Mesh.Editing.Serving;
using Mesh.Nn;
using Mesh.Weights.Inspection;
using static TorchSharp.torch;

namespace Mesh.Editing.Verification;

/// <summary>Whether a model folder is whole: files, checksums, tensors, tokenizers, a first run.</summary>
public static class ModelVerifier
{
    /// <param name="path">The model folder.</param>
    /// <param name="runs">Whether each network is also loaded and run on a tiny input.</param>
    /// <param name="device">Where it is run; the CPU unless given.</param>
    /// <param name="cancellation">Observed between files.</param>
    /// <returns>What was looked at, good or not, one after the other.</returns>
    /// <exception cref="ModelException">The folder is of no known family.</exception>
    public static IEnumerable<ModelCheck> Verify(
        string path, bool runs, Device? device = null, CancellationToken cancellation = default)
    {
        var files = new ModelFiles(path);
        var family = ModelFolder.FamilyOf(files, path);
        foreach (var check in Checksums.Verify(path, cancellation))
            yield return check;
        foreach (var network in family.Networks(files))
            yield return Names(files, network);
        foreach (var folder in family.Tokenizers(files))
            yield return Tried($"tokenizer {folder}", () => $"{files.Tokenizer(folder).Size} words");
        if (!runs)
            yield break;
        foreach (var part in (ModelParts[])[ModelParts.Text, ModelParts.Vae, ModelParts.Transformer])
        {
            cancellation.ThrowIfCancellationRequested();
            yield return Tried($"run of {part}", () => Run(path, part, device));
        }
    }

    /// <summary>What a folder lacks of its family, without opening a file.</summary>
    /// <exception cref="ModelException">The folder is of no known family.</exception>
    public static IReadOnlyList<string> Missing(string path)
    {
        var files = new ModelFiles(path);
        var family = ModelFolder.FamilyOf(files, path);
        return
        [
            .. family.Networks(files).Where(network => files.Find(network.Files) is null)
                .Select(network => $"the {network.Name}: {string.Join(" or ", network.Files)}"),
            .. family.Tokenizers(files).Where(folder => !files.Has(folder))
                .Select(folder => $"the tokenizer: {folder}"),
        ];
    }

    private static ModelCheck Names(ModelFiles files, NetworkFile network)
    {
        if (files.Find(network.Files) is not { } path)
            return new(network.Name, $"is missing: {string.Join(" or ", network.Files)}");
        return Tried(network.Name, () =>
        {
            using var checkpoint = ModelFiles.Open(path);
            using var module = network.Build(Layers.On(device("meta")));
            var shapes = checkpoint.Entries.ToDictionary(pair => pair.Key, pair => pair.Value.Shape);
            var fit = PresetFit.Of(network.Name, module, shapes, network.Keys(checkpoint.Names, module));
            return fit.IsComplete
                ? $"{checkpoint.Entries.Count} tensors in {Path.GetFileName(checkpoint.Path)}"
                : throw new ModelException($"{checkpoint.Path}: {fit}");
        });
    }

    private static string Run(string path, ModelParts part, Device? device)
    {
        using var model = ModelFolder.Load(path, device, parts: part);
        new SelfCheck(model, path).Run();
        return "finite, of the right shapes";
    }

    private static ModelCheck Tried(string what, Func<string> note)
    {
        try
        {
            return new(what, null) { Note = note() };
        }
        catch (Exception error) when (error is ModelException or InvalidDataException or IOException)
        {
            return new(what, error.Message.ReplaceLineEndings(" "));
        }
    }
}
