using Mesh.Perception.Archives;

namespace Mesh.Perception.Tests.Archives;

public sealed class DimensionRuleTests
{
    [Theory]
    [InlineData("3", 3, true)]
    [InlineData("3", 4, false)]
    [InlineData("B", 7, true)]
    [InlineData("B", 0, false)]
    [InlineData("H%14", 28, true)]
    [InlineData("H%14", 27, false)]
    [InlineData("T<=32", 32, true)]
    [InlineData("T<=32", 33, false)]
    [InlineData("T%8<=32", 24, true)]
    public void A_length_is_what_its_rule_says(string rule, long length, bool fits) =>
        Assert.Equal(fits, DimensionRule.Parse(rule).Accepts(length, new Dictionary<string, long>()));

    [Fact]
    public void Sides_of_one_name_are_equally_long()
    {
        var lengths = new Dictionary<string, long>();

        Assert.True(DimensionRule.Parse("B").Accepts(3, lengths));
        Assert.False(DimensionRule.Parse("B").Accepts(4, lengths));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("H%0")]
    [InlineData("H>3")]
    public void Other_rules_are_refused(string rule) =>
        Assert.Throws<FormatException>(() => DimensionRule.Parse(rule));
}
