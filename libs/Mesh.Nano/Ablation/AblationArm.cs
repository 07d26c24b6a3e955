namespace Mesh.Nano.Ablation;

/// <summary>One way to spend the steps.</summary>
/// <param name="Name">Names its folder.</param>
/// <param name="PretrainSteps">On unpaired clips, from random weights; 0 is none.</param>
/// <param name="FineTuneSteps">On pairs.</param>
internal sealed record AblationArm(string Name, int PretrainSteps, int FineTuneSteps);
