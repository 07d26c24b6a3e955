using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Mesh.Curation.Vlm;

/// <summary>A question with pictures.</summary>
/// <param name="Text">What is asked; says which JSON is wanted.</param>
/// <param name="Pictures">PNG files, in the order in which they are shown.</param>
public sealed record VlmQuestion(string Text, IReadOnlyList<byte[]> Pictures)
{
    /// <summary>The body of a chat completion.</summary>
    internal JsonObject Body(string model)
    {
        var content = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = Text });
        foreach (var picture in Pictures)
        {
            content.Add(new JsonObject
            {
                ["type"] = "image_url",
                ["image_url"] = new JsonObject
                {
                    ["url"] = $"data:image/png;base64,{Convert.ToBase64String(picture)}",
                },
            });
        }
        return new()
        {
            ["model"] = model,
            ["temperature"] = 0,
            ["max_tokens"] = 400,
            ["response_format"] = new JsonObject { ["type"] = "json_object" },
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = content }),
        };
    }

    /// <summary>The same for the same question to the same model.</summary>
    internal string Hash(string model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{model}\n{Text}\n"));
        foreach (var picture in Pictures)
            hash.AppendData(SHA256.HashData(picture));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
