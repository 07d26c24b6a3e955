using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Mesh.Cli;

/// <summary>Options that are numbers within a range.</summary>
internal static class Numbers
{
    /// <param name="name">The option, for example "--steps".</param>
    /// <param name="description">One line of help.</param>
    /// <param name="least">Smallest value allowed.</param>
    /// <param name="most">Largest value allowed.</param>
    public static Option<T?> Option<T>(string name, string description, T least, T most)
        where T : struct, INumber<T>, IMinMaxValue<T>
    {
        return new(name) { Description = description, HelpName = "N", CustomParser = Parse };

        T? Parse(ArgumentResult result)
        {
            var text = result.Tokens[0].Value;
            if (T.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
                return value;

            var kind = typeof(T) == typeof(double) ? "a number" : "a whole number";
            var range = most == T.MaxValue ? $"of at least {least}" : $"from {least} to {most}";
            result.AddError($"{name} must be {kind} {range}, got '{text}'.");
            return null;
        }
    }
}
