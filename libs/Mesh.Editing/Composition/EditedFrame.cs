using Mesh.Editing.Windows;
using Mesh.Video;

namespace Mesh.Editing.Composition;

/// <summary>All that is known about one frame of an edited film.</summary>
/// <param name="Source">The source as decoded, at its own size.</param>
/// <param name="Small">The source at the working size.</param>
/// <param name="Edited">The edit at the working size.</param>
/// <param name="Reconstructed">The source through the VAE, at the working size; null when nothing is laid over.</param>
public sealed record EditedFrame(RgbImage Source, PlanarFrame Small, PlanarFrame Edited, PlanarFrame? Reconstructed);
