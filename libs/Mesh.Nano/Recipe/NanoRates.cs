namespace Mesh.Nano.Recipe;

/// <summary>Learning rates: of Muon on matrices, of AdamW on everything else.</summary>
public sealed record NanoRates(double Muon, double AdamW);
