using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Paging;

/// <summary>
/// What is typed after <c>page</c>: it is done at once, so what is not clear pages nobody.
/// </summary>
public sealed class PageWordsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("page payments disk fills sev3", "disk fills", Severity.Sev3)]
    [InlineData("page payments sev3 disk fills", "disk fills", Severity.Sev3)]
    [InlineData("page payments sev3: disk fills", "disk fills", Severity.Sev3)]
    [InlineData("page payments disk fills, sev 3 please", "disk fills", Severity.Sev3)]
    [InlineData("page payments on-call: disk fills", "disk fills", Severity.Sev2)]
    [InlineData("page payments on call system fills", "on call system fills", Severity.Sev2)]
    [InlineData("page payments disk fills Severity 1!", "disk fills", Severity.Sev1)]
    [InlineData("page payments disk fills", "disk fills", Severity.Sev2)]
    [InlineData("page payments the sev3 alert fires again", "the sev3 alert fires again", Severity.Sev2)]
    [InlineData("page Ben Ode are you there", "are you there", Severity.Sev2)]
    public async Task A_severity_is_the_first_or_the_last_word_and_a_full_name_is_a_name(string text, string title, Severity severity)
    {
        var bot = await Bot.WithAsync(Weeks);
        await bot.SayAsync("ana", text);
        var made = Assert.Single(await bot.Store.ListAsync<Incident>(IdRange.All, Ct)).Value;
        Assert.Equal((title, severity), (made.Title, made.Severity));
    }

    [Theory]
    [InlineData("page payments disk fills sev33", "'sev33' is no severity. Say sev1, sev2, sev3 or sev4. Nobody was paged.")]
    [InlineData("page payments disk fills sve3", "'sve3' is no severity.")]
    [InlineData("page payments disk fills p3", "'p3' is no severity.")]
    [InlineData("page payments disk fills sev1, maybe sev3", "'disk fills sev1, maybe sev3' names more than one severity.")]
    [InlineData("page ben disk fills sev1 or sev2", "'disk fills sev1 or sev2' names more than one severity.")]
    [InlineData("declare checkout disk fills sev1 or sev3", "'disk fills sev1 or' names more than one severity.")]
    [InlineData("page payments disk fills impact 10%", "'impact 10%' is not taken by `page`. Nobody was paged.")]
    [InlineData("page ben nothing urgent sev4", "sev4 pages nobody. Say a severity that does, such as sev3. Nobody was paged.")]
    [InlineData("page payments sev9 disk fills", "'sev9' is no severity.")]
    [InlineData("page paymnets disk fills",
        "No service, rotation, team or person `paymnets`. Did you mean `payments`? Nobody was paged.")]
    public async Task What_is_not_clear_pages_nobody(string text, string refusal)
    {
        var bot = await Bot.WithAsync(Weeks);
        Assert.StartsWith(refusal, await bot.SayAsync("ana", text), StringComparison.Ordinal);
        Assert.Empty(await bot.Store.ListAsync<Incident>(IdRange.All, Ct));
    }

    [Theory]
    [InlineData("page dba", "No service, rotation, team or person `dba`. Nobody was paged.")]
    [InlineData("page paymnets", "No service, rotation, team or person `paymnets`. Did you mean `payments`? Nobody was paged.")]
    public async Task A_name_that_is_wrong_is_told_before_what_is_wrong_is_asked_for(string text, string refusal)
    {
        var bot = await Bot.WithAsync(Weeks);
        var reply = await bot.AskAsync("ana", text);
        Assert.Equal(refusal, Bot.Plain(reply).Split('\n')[0]);
        Assert.Equal((text["page ".Length..], refusal), reply.Form!.Fields.Where(field => field.Name == "subject")
            .Select(field => (field.Value, field.Error)).Single());
    }

    [Fact]
    public async Task A_team_is_paged_by_its_rotation_and_asked_which_of_several()
    {
        var bot = await Bot.WithAsync(Weeks with { Id = "cards" });
        await bot.SayAsync("ana", "page payments disk fills");
        Assert.Equal("cards", Assert.Single(await bot.Store.ListAsync<Page>(IdRange.All, Ct)).Value.Rotation);

        await bot.Store.SaveAsync([Write.Create("refunds", Weeks with { Id = "refunds" })], Ct);
        Assert.Equal("payments has several rotations: cards, refunds. Page one of them. Nobody was paged.",
            await bot.SayAsync("ana", "page payments disk fills"));
        Assert.Single(await bot.Store.ListAsync<Page>(IdRange.All, Ct));
    }

    private static Rotations.Rotation Weeks => Rotation(Layer("primary", Weekly, Rotations.Coverage.Always, "ana", "ben"));
}
