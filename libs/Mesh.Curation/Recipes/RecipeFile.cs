using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Mesh.Curation.Recipes;

/// <summary>Recipes as YAML, with keys in kebab-case.</summary>
public static class RecipeFile
{
    private const string Extension = ".yaml";

    private static readonly JsonSerializerOptions Canonical = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Names of the recipes that come with the program.</summary>
    public static IReadOnlyList<string> Shipped { get; } =
    [
        .. from name in typeof(RecipeFile).Assembly.GetManifestResourceNames()
           where name.EndsWith(Extension, StringComparison.Ordinal)
           orderby name
           select name[..^Extension.Length],
    ];

    /// <summary>A recipe by the name of a shipped one, or by the path of a file.</summary>
    /// <exception cref="RecipeException">There is none, or something in it is wrong.</exception>
    public static Recipe Load(string nameOrPath) =>
        Shipped.Contains(nameOrPath) ? Parse(ReadShipped(nameOrPath), nameOrPath)
        : File.Exists(nameOrPath) ? Parse(File.ReadAllText(nameOrPath), nameOrPath)
        : throw new RecipeException(
            $"There is no recipe '{nameOrPath}': expected a file or one of {string.Join(", ", Shipped)}.");

    /// <summary>Reads YAML.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="name">Names it in messages.</param>
    /// <exception cref="RecipeException">A key is unknown or a value outside its range; all of them are named.
    /// </exception>
    public static Recipe Parse(string yaml, string name)
    {
        try
        {
            var recipe = new DeserializerBuilder()
                .WithNamingConvention(HyphenatedNamingConvention.Instance)
                .WithEnforceRequiredMembers()
                .WithTypeMapping<IReadOnlyList<Bucket>, List<Bucket>>()
                .WithTypeMapping<IReadOnlyList<string>, List<string>>()
                .WithTypeMapping<IReadOnlyDictionary<string, double>, Dictionary<string, double>>()
                .Build()
                .Deserialize<Recipe?>(yaml) ?? throw new RecipeException($"{name}: the recipe is empty.");
            var wrong = RecipeRules.Failures(recipe).ToArray();
            return wrong.Length == 0 ? recipe : throw new RecipeException($"{name}: {string.Join(' ', wrong)}");
        }
        catch (YamlException error)
        {
            var reason = (error.InnerException ?? error).Message.ReplaceLineEndings(" ");
            throw new RecipeException($"{name}, line {error.Start.Line}: {reason}", error);
        }
    }

    /// <summary>The same for recipes that say the same, 64 hexadecimal digits.</summary>
    public static string HashOf(Recipe recipe) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(recipe, Canonical)));

    /// <summary>The YAML of a recipe that comes with the program.</summary>
    public static string ReadShipped(string name)
    {
        using var reader = new StreamReader(
            typeof(RecipeFile).Assembly.GetManifestResourceStream(name + Extension)!);
        return reader.ReadToEnd();
    }
}

/// <summary>A recipe that cannot be used; the message names what is wrong with it.</summary>
public sealed class RecipeException : Exception
{
    public RecipeException(string message)
        : base(message)
    {
    }

    public RecipeException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
