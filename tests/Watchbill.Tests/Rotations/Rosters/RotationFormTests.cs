using Watchbill.Chat;
using Watchbill.Fixtures;

namespace Watchbill.Rotations;

/// <summary>Forms that ask for a rotation or a change, and come back with everything that is wrong in them.</summary>
public sealed class RotationFormTests
{
    private static readonly Caller Dot = new("dot", Platforms.Slack, null);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_alone_asks_for_a_name_first()
    {
        var bot = await Bot.WithAsync();
        var first = (await bot.AskAsync("dot", "create")).Form!;
        Assert.Equal(["rotation"], first.Fields.Select(field => field.Name));
        var taken = (await SubmitAsync(bot, first, ("rotation", "No Name"))).Form!;
        Assert.StartsWith("'No Name' is no id", Assert.Single(taken.Fields).Error, StringComparison.Ordinal);
        var rest = (await SubmitAsync(bot, first, ("rotation", "nights"))).Form!;
        Assert.Equal(("oncall create", "nights"), (rest.Id, rest.Fields[0].Value));
        Assert.Equal(FieldKind.Date, rest.Fields.Single(field => field.Name == "from").Kind);
    }

    [Fact]
    public async Task After_mistakes_the_same_form_comes_back_with_what_was_typed_and_every_error()
    {
        var bot = await Bot.WithAsync();
        var form = (await bot.AskAsync("dot", "create nights")).Form!;
        var again = (await SubmitAsync(bot, form, ("kind", "team"), ("owner", "payments"), ("members", "ana, bne"), ("every", "weekly"),
            ("at", "late"), ("zone", "Europe/Lisbonn"), ("coverage", "always"))).Form!;
        Assert.Equal(form.Fields.Select(field => (field.Name, field.Label, field.Hint)),
            again.Fields.Select(field => (field.Name, field.Label, field.Hint)));
        Assert.Equal("ana, bne", again.Fields.Single(field => field.Name == "members").Value);
        Assert.Equal(["members", "every", "at", "zone"],
            again.Fields.Where(field => field.Error is not null).Select(field => field.Name));
        Assert.Contains("Did you mean `ben`?", again.Fields.Single(field => field.Name == "members").Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_form_says_all_that_is_wrong_at_once()
    {
        var bot = await Bot.WithAsync(Roster.Payments);
        var form = (await bot.AskAsync("dot", "override payments")).Form!;
        var again = (await SubmitAsync(bot, form, ("rotation", "payments"), ("person", "bne"), ("span", "someday"))).Form!;
        Assert.Equal(["person", "span"], again.Fields.Where(field => field.Error is not null).Select(field => field.Name));
    }

    private static Task<Reply> SubmitAsync(Bot bot, Form form, params (string Field, string Value)[] values) =>
        bot.Router.SubmitAsync(form.Id, form.Fields.Where(field => field.Value is not null)
            .ToDictionary(field => field.Name, field => field.Value!).Concat(values.ToDictionary(one => one.Field, one => one.Value))
            .GroupBy(pair => pair.Key).ToDictionary(same => same.Key, same => same.Last().Value), Dot, Ct);
}
