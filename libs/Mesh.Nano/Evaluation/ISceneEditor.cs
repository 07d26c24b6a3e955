using Mesh.Editing.Composition;
using static TorchSharp.torch;

namespace Mesh.Nano.Evaluation;

/// <summary>What can be scored: anything that edits a batch of clips by instructions.</summary>
public interface ISceneEditor
{
    /// <summary>Height and width of the clips it edits, in pixels.</summary>
    int Side { get; }

    /// <summary>How its edits are laid on the source before a person sees them.</summary>
    IComposer Composer { get; }

    /// <param name="source">[B, 3, F, H, W] in [-1, 1].</param>
    /// <param name="instructions">B of them.</param>
    /// <param name="seeds">One a sample; they name the noise.</param>
    /// <returns>Edited clips, shaped as <paramref name="source"/>, owned by the caller.</returns>
    Tensor Edit(Tensor source, IReadOnlyList<string> instructions, IReadOnlyList<long> seeds);

    /// <summary>Through the autoencoder and back: the best that editing on latents can do.</summary>
    /// <param name="video">[B, 3, F, H, W] in [-1, 1].</param>
    Tensor Reconstruct(Tensor video);
}
