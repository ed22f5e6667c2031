namespace Watchbill.Chat;

public sealed class UsageTests
{
    private const string Override = "override <rotation> <person> <span> [because <text>]";
    private const string Now = "now [<rotation>] [at <when>]";
    private const string Swap = "swap <shift> with <person>";

    [Theory]
    [InlineData(Override, "override payments ben for 2h", "rotation=payments; person=ben; span=for 2h")]
    [InlineData(Override, "OVERRIDE payments ben fri 18:00 to mon 09:00 Because I am away because",
        "rotation=payments; person=ben; span=fri 18:00 to mon 09:00; text=I am away because")]
    [InlineData(Override, "override payments \"Ben Ode\" for  2h because  she said \"no\"",
        "rotation=payments; person=Ben Ode; span=for  2h; text=she said \"no\"")]
    [InlineData(Override, "override payments “Ben Ode” for 2h", "rotation=payments; person=Ben Ode; span=for 2h")]
    [InlineData(Now, "now", "")]
    [InlineData(Now, "now payments", "rotation=payments")]
    [InlineData(Now, "now at fri 18:00", "when=fri 18:00")]
    [InlineData(Now, "now payments at fri 18:00", "rotation=payments; when=fri 18:00")]
    [InlineData(Now, "now \"at\"", "rotation=at")]
    [InlineData(Now, "now at at fri", "when=at fri")]
    [InlineData(Swap, "swap mon with ana", "shift=mon; person=ana")]
    [InlineData("note <text>", "note [x] <y> | z", "text=[x] <y> | z")]
    [InlineData("a [b <x> [c <y>]] [d <z>]", "a b 1 c 2 d 3", "x=1; y=2; z=3")]
    [InlineData("a [b <x> [c <y>]] [d <z>]", "a b 1 d 3", "x=1; z=3")]
    [InlineData("a [b <x> [c <y>]] [d <z>]", "a d 3", "z=3")]
    [InlineData("a [b <x>] [c <y>] [d <z>]", "a d 3 b 1", "x=1; z=3")]
    [InlineData("a [at <when>] [of <x>]", "a of 1 at fri 18:00", "when=fri 18:00; x=1")]
    [InlineData("a [at <when>] [of <x>]", "a at fri 18:00 of 1", "when=fri 18:00; x=1")]
    [InlineData("a [at <when>] [of <period>]", "a of last week at fri 18:00", "when=fri 18:00; period=last week")]
    [InlineData("a [b <x>] [because <text>]", "a because we b 1", "text=we b 1")]
    [InlineData("a [<x>] [at <when>]", "a at fri 1", "when=fri 1")]
    [InlineData("a [<x>] <y>", "a 1", "y=1")]
    [InlineData("a [<x>] <y>", "a 1 2", "x=1; y=2")]
    public void A_command_is_read_by_its_usage(string usage, string text, string arguments) =>
        Assert.Equal(arguments, Show(Usage.Parse(usage).Match(text)));

    [Theory]
    [InlineData(Override, "override", "", "rotation")]
    [InlineData(Override, "override payments", "rotation=payments", "person")]
    [InlineData(Override, "override payments ben", "rotation=payments; person=ben", "span")]
    [InlineData(Override, "override payments ben for 2h because", "rotation=payments; person=ben; span=for 2h", "text")]
    [InlineData(Now, "now payments at", "rotation=payments", "when")]
    [InlineData(Now, "now at", "", "when")]
    [InlineData(Swap, "swap mon", "shift=mon", "person")]
    [InlineData(Swap, "swap mon with", "shift=mon", "person")]
    [InlineData("a [<x>] <y>", "a", "", "y")]
    public void The_first_missing_argument_is_named_and_the_rest_kept(string usage, string text, string arguments, string missing)
    {
        var match = Usage.Parse(usage).Match(text);
        Assert.Equal((arguments, missing), (Show(match), match.Missing));
    }

    [Theory]
    [InlineData(Swap, "swap mon to ana")]
    [InlineData(Swap, "swap mon with ana please")]
    [InlineData(Swap, "swop mon with ana")]
    [InlineData(Swap, "")]
    [InlineData(Now, "now payments orders")]
    [InlineData("a [b <x>] [c <y>]", "a b 1 b 2")]
    [InlineData(Now, "\"now\" payments")]
    public void What_does_not_fit_has_no_arguments(string usage, string text) => Assert.Null(Usage.Parse(usage).Match(text).Arguments);

    [Theory]
    [InlineData("", "it must begin with a word")]
    [InlineData("<who>", "it must begin with a word")]
    [InlineData("[now]", "an optional part needs an argument")]
    [InlineData("now [", "a [ is not closed")]
    [InlineData("now [at <when>", "a [ is not closed")]
    [InlineData("now ]", "a ] closes nothing")]
    [InlineData("now []", "an optional part needs an argument")]
    [InlineData("now [all]", "an optional part needs an argument")]
    [InlineData("now <when", "'<when' is neither a word, <argument> nor [optional part]")]
    [InlineData("now <>", "'<>' is neither a word, <argument> nor [optional part]")]
    [InlineData("Now", "'Now' is neither a word, <argument> nor [optional part]")]
    [InlineData("swap <person> with <person>", "<person> is there twice")]
    [InlineData("note <text> <span>", "a word is needed between <text> and what follows, or nobody can tell where it ends")]
    [InlineData("away <span> [<text>]", "a word is needed between <span> and what follows, or nobody can tell where it ends")]
    [InlineData("away <span> [<layer>] [because <text>]",
        "a word is needed between <span> and what follows, or nobody can tell where it ends")]
    public void A_malformed_usage_fails_at_construction(string usage, string why) =>
        Assert.Equal($"The usage string '{usage}' is malformed: {why}.", Assert.Throws<FormatException>(() => Usage.Parse(usage)).Message);

    [Theory]
    [InlineData(Override, "rotation=payments; person=Ben Ode; span=for 2h")]
    [InlineData(Override, "rotation=payments; person=because; span=until 6pm; text=because \"it\" is \"so\"")]
    [InlineData(Override, "rotation=payments; person=ben; span=for 2h because")]
    [InlineData(Now, "rotation=at")]
    [InlineData(Now, "rotation=at; when=at 9")]
    [InlineData(Now, "")]
    [InlineData(Swap, "shift=fri 18:00; person=a \"b\" c")]
    public void A_command_that_was_written_reads_the_same_again(string usage, string arguments)
    {
        var parsed = Usage.Parse(usage);
        var values =
            arguments.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
                .ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(arguments, Show(parsed.Match(parsed.Write(values))));
    }

    [Fact]
    public void An_optional_part_that_was_begun_lacks_its_other_arguments()
    {
        var usage = Usage.Parse("away <person> [from <start> to <end>]");
        Assert.Equal(["person"], usage.Lacking(new Dictionary<string, string>()));
        Assert.Equal(["person", "end"], usage.Lacking(new Dictionary<string, string> { ["start"] = "mon" }));
    }

    [Fact]
    public void Any_text_is_read_without_an_error()
    {
        var usages = new[] { Override, Now, Swap, "a [b <x> [c <y>]] [d <z>]", "note <text>", "x <a> [<b>] [<c>] to <text>" }
            .Select(Usage.Parse).ToList();
        string[] words = ["override", "now", "swap", "a", "b", "because", "at", "with", "\"", "\"x y\"", "“", "”", "<x>", "[", "]", "\0",
            "\n", "for 2h", "\ud800", "😀", "x", "to"];
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Join(' ', Enumerable.Range(0, random.Next(0, 12)).Select(_ => words[random.Next(words.Length)]));
            foreach (var usage in usages)
            {
                var match = usage.Match(text);
                Assert.True(match.Arguments is not null || match.Missing is null);
            }
        }
    }

    [Fact]
    public void A_long_text_is_read_in_no_time()
    {
        var text = "override a b " + string.Concat(Enumerable.Repeat("because ", 120)) + "\"";
        Assert.NotNull(Usage.Parse(Override).Match(text));
        Assert.Equal("a",
            Usage.Parse("x <span> to <when> by <period> in <a>").Match("x " + string.Concat(Enumerable.Repeat("y to z by ", 80))).Missing);
    }

    private static string? Show(UsageMatch match) => match.Arguments is { } arguments
        ? string.Join("; ", from name in new[] { "rotation", "shift", "person", "span", "when", "period", "x", "y", "z", "text" }
                            where arguments[name] is not null
                            select $"{name}={arguments[name]}")
        : null;
}
