using Mesh.Editing.Windows;

namespace Mesh.Editing.Memory;

/// <summary>One window as the networks see it.</summary>
/// <param name="Frames">Frames of the video, padded to what the autoencoder takes.</param>
/// <param name="Size">The working size.</param>
/// <param name="Batch">Samples that the denoiser sees at once: 2 where both branches of guidance run together.</param>
/// <param name="HoldsScores">Whether attention keeps its scores, as on CPUs.</param>
public sealed record WindowShape(int Frames, WorkingSize Size, int Batch, bool HoldsScores);

/// <summary>Numbers that are alive at the fullest moment of each stage, weights aside.</summary>
/// <param name="Text">Of the text encoders.</param>
/// <param name="Vae">Of encoding or decoding.</param>
/// <param name="Transformer">Of one call of the denoiser.</param>
/// <param name="Scores">Attention scores of the denoiser; 0 where they are not held.</param>
public sealed record ActivationCounts(long Text, long Vae, long Transformer, long Scores)
{
    /// <summary>Whether the autoencoder cuts the window into tiles.</summary>
    public bool IsTiled { get; init; }
}
