using Mesh.Scenes;

namespace Mesh.Nano.Evaluation;

/// <summary>Scores of one case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Edited">The editor's answer.</param>
/// <param name="Delivered">The same answer as a person sees it, composed on the source.</param>
/// <param name="Shuffled">Its answer to another case's instruction, against this case's answer.</param>
/// <param name="Identity">The source through the autoencoder: nothing was edited.</param>
/// <param name="Ceiling">The exact answer through the autoencoder.</param>
/// <param name="VaeSquaredError">Of source and exact answer through the autoencoder, mean of values in [0, 1].</param>
public sealed record CaseResult(
    EvaluationCase Case,
    EditScore Edited,
    EditScore Delivered,
    EditScore Shuffled,
    EditScore Identity,
    EditScore Ceiling,
    double VaeSquaredError);
