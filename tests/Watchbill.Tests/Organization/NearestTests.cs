using FsCheck;
using FsCheck.Fluent;

namespace Watchbill.Organization;

/// <summary>Which name was probably meant.</summary>
public sealed class NearestTests
{
    [Theory]
    // Inserted, deleted, replaced, neighbours swapped: one edit each.
    [InlineData("paymentss", "payments")]
    [InlineData("paymets", "payments")]
    [InlineData("paimants", "payments")]
    [InlineData("apyments", "payments")]
    [InlineData("PAYMENTS", "payments")]
    [InlineData("pamyetns", "payments")] // two swaps
    [InlineData("pay", "payments")] // begins with it
    [InlineData("p", null)] // one letter says nothing
    [InlineData("who", null)]
    [InlineData("checkuot", "checkout")]
    [InlineData("serach", "search")]
    [InlineData("earch", "search")]
    [InlineData("CET+1", "CET")] // it and something more
    [InlineData("site", null)] // two places of four
    [InlineData("sicc", "sick")]
    [InlineData("", null)]
    public void A_slip_of_the_fingers_finds_the_name(string text, string? meant) =>
        Assert.Equal(meant, Nearest.To(text, ["payments", "checkout", "search", "when", "sick", "CET"]));

    [Theory]
    // Twelve letters: four edits are a third, five are more.
    [InlineData("abcdefghijkl", "abcdefghwxyz", true)]
    [InlineData("abcdefghijkl", "abcdefgvwxyz", false)]
    // Six letters: two edits are fewer than half, three are not.
    [InlineData("abcdef", "abcdyz", true)]
    [InlineData("abcdef", "abcxyz", false)]
    // Five letters: two edits are fewer than half of them; of four they are not.
    [InlineData("abcde", "abcyz", true)]
    [InlineData("abcd", "abyz", false)]
    [InlineData("abcd", "abcz", true)]
    [InlineData("ab", "az", true)]
    [InlineData("a", "z", false)]
    public void What_differs_in_more_than_a_third_or_half_of_the_shorter_is_another_name(string text, string candidate, bool near) =>
        Assert.Equal(near ? candidate : null, Nearest.To(text, [candidate]));

    [Fact]
    public void The_nearest_of_several_wins_and_of_equals_the_first()
    {
        Assert.Equal("search", Nearest.To("serch", ["starch", "search", "perch"]));
        Assert.Equal("ben", Nearest.To("bxn", ["ben", "bun"]));
        Assert.Equal("bun", Nearest.To("bxn", ["bun", "ben"]));
        Assert.Equal("payroll", Nearest.To("payr", ["pair", "payroll"]));
    }

    [Fact]
    public void Edits_are_those_of_a_plain_recursion()
    {
        // Up to six letters each, so that at most two edits are near.
        var letters = Gen.Elements('a', 'b', 'c').ArrayOf().Select(chars => new string([.. chars.Take(6)]));
        Check.QuickThrowOnFailure(Prop.ForAll(letters.Two().ToArbitrary(), pair =>
        {
            var (text, candidate) = pair;
            var edits = text.Length > 1 && candidate.StartsWith(text, StringComparison.Ordinal) ? 0 : Fewest(text, candidate);
            var half = edits * 2 <= Math.Min(text.Length, candidate.Length) - (edits > 1 ? 1 : 0);
            var near = edits <= 2 && (half || text.StartsWith(candidate, StringComparison.Ordinal));
            Assert.Equal(near ? candidate : null, Nearest.To(text, [candidate]));
        }));
    }

    [Fact]
    public void Without_a_near_name_the_few_there_are_are_told()
    {
        Assert.Equal(" Did you mean 'ana'?", Nearest.Suggest("anna", ["ana", "ben"], "Nobody is here."));
        Assert.Equal(" Did you mean `ana`?", Nearest.Suggest("anna", ["ana", "ben"], "Nobody is here.", '`'));
        Assert.Equal(" Nobody is here.", Nearest.Suggest("zoe", [], "Nobody is here."));
        Assert.Equal(" Known: ana, ben.", Nearest.Suggest("zoe", ["ana", "ben"], "Nobody is here."));
        Assert.EndsWith("n17.", Nearest.Suggest("zoe", Names(17), ""), StringComparison.Ordinal);
        Assert.Equal("", Nearest.Suggest("zoe", Names(18), ""));
    }

    private static string[] Names(int count) => [.. Enumerable.Range(1, count).Select(number => $"n{number}")];

    // Of the last letters: one is left out, added or replaced, or two neighbours are swapped.
    private static int Fewest(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0) return a.Length + b.Length;
        var fewest = Math.Min(Fewest(a[..^1], b[..^1]) + (a[^1] == b[^1] ? 0 : 1), Math.Min(Fewest(a[..^1], b), Fewest(a, b[..^1])) + 1);
        return a.Length > 1 && b.Length > 1 && a[^1] == b[^2] && a[^2] == b[^1] ? Math.Min(fewest, Fewest(a[..^2], b[..^2]) + 1) : fewest;
    }
}
