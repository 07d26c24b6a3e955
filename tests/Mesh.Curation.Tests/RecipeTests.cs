using Mesh.Curation.Recipes;

namespace Mesh.Curation.Tests;

public sealed class RecipeTests
{
    private const string Least = "name: mine\ntask: clips\n";

    [Fact]
    public void Three_recipes_are_shipped_and_valid()
    {
        Assert.Equal(["ditto-source", "icve-pretrain", "sft-filter"], RecipeFile.Shipped);
        Assert.All(RecipeFile.Shipped, name => Assert.Equal(name, RecipeFile.Load(name).Name));
    }

    [Fact]
    public void The_buckets_of_the_papers_are_in_the_recipes()
    {
        var pairs = RecipeFile.Load("icve-pretrain").Clips.Buckets.Select(bucket => bucket.ToString());
        string[] papers =
            ["480x768x77", "768x480x77", "512x512x125", "240x384x77", "384x240x77", "256x256x125"];
        Assert.Empty(papers.Except(pairs));
        var ditto = RecipeFile.Load("ditto-source").Clips;
        Assert.Equal(20, ditto.Rate);
        Assert.Contains(new Bucket(720, 1280, 101), ditto.Buckets);
    }

    [Theory]
    [InlineData("clips: { buckets: [{ height: 480, width: 768, frames: 78 }] }", "4n+1")]
    [InlineData("clips: { buckets: [{ height: 481, width: 768, frames: 77 }] }", "even")]
    [InlineData("clips: { crf: 99 }", "crf")]
    [InlineData("duplicates: { threshold: 3 }", "threshold")]
    [InlineData("instructions: { annotator: oracle }", "oracle")]
    [InlineData("scenes: { ratio: 0.5 }", "ratio")]
    [InlineData("scenes: { ratoi: 3 }", "line 3")]
    [InlineData("motion: { min-flow: fast }", "line 3")]
    public void What_is_wrong_is_named(string line, string named)
    {
        var error = Assert.Throws<RecipeException>(() => RecipeFile.Parse(Least + line, "mine.yaml"));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("mine.yaml", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_needs_name_and_task() =>
        Assert.Throws<RecipeException>(() => RecipeFile.Parse("name: mine", "mine.yaml"));

    [Fact]
    public void The_hash_is_of_what_a_recipe_says_not_of_how()
    {
        var plain = RecipeFile.HashOf(RecipeFile.Parse(Least, "a"));
        Assert.Equal(plain, RecipeFile.HashOf(RecipeFile.Parse("# words\ntask: clips\nname: mine\nseed: 1\n", "b")));
        Assert.NotEqual(plain, RecipeFile.HashOf(RecipeFile.Parse(Least + "seed: 2", "c")));
    }

    [Fact]
    public void An_unknown_recipe_names_those_there_are()
    {
        var error = Assert.Throws<RecipeException>(() => RecipeFile.Load("nothing"));
        Assert.Contains("icve-pretrain", error.Message, StringComparison.Ordinal);
    }
}
