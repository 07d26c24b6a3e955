using Mesh.Curation.Recipes;

namespace Mesh.Curation.Instructions;

/// <summary>Operator 7: asks the annotator, varies the verb, and drops what is trivial or too long.</summary>
public sealed class InstructionOperator(InstructionRules rules, ulong seed, IAnnotator annotator)
{
    /// <param name="sample">Id of the sample: what its draws depend on.</param>
    /// <param name="request">Its clips.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <exception cref="AnnotatorUnavailableException">The annotator cannot be reached now.</exception>
    public async Task<Annotation> RunAsync(
        string sample, AnnotationRequest request, CancellationToken cancellation)
    {
        var annotation = await annotator.AnnotateAsync(request, cancellation);
        if (annotation.Drop is not null || annotation.Instruction is not { } instruction)
            return annotation;
        var words = instruction.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        if (words > rules.MaxWords)
            return Dropped(annotation, "too long", $"{words} words, at most {rules.MaxWords} are allowed");
        if (rules.DropTrivial && TrivialInstruction.Is(instruction))
            return Dropped(annotation, "trivial", instruction);
        return rules.VarySynonyms
            ? annotation with { Instruction = VerbSynonyms.Vary(instruction, new(seed, sample, "verb")) }
            : annotation;
    }

    private static Annotation Dropped(Annotation annotation, string reason, string detail) =>
        annotation with { Drop = new(Operators.Instructions, reason, detail) };
}
