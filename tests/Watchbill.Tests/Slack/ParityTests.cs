using NodaTime;
using Watchbill.Chat;
using Watchbill.Health;
using Watchbill.Paging;
using Watchbill.Rotations;

namespace Watchbill.Slack;

/// <summary>
/// Every verb, button and form answers in Teams, and in Slack over a signed request and over a socket, exactly as in the local chat.
/// </summary>
public sealed class ParityTests
{
    [Fact]
    public async Task Everything_is_answered_in_Teams_and_in_Slack_by_requests_and_sockets_as_in_the_local_chat()
    {
        await using var walk = await ParityWalk.StartAsync();
        Answered? last = null;
        foreach (var line in ParityScript.Lines.Split('\n', StringSplitOptions.TrimEntries))
        {
            var (person, what) = (line[..3], line[3..].Trim());
            switch (what)
            {
                case [':', .. var words]:
                    await ByFormAsync(walk, person, words.Trim());
                    last = await walk.SayAsync(person, words.Trim());
                    break;
                case ['[', .. var label, ']']:
                    last = await walk.PressAsync(person, last!, label);
                    break;
                case ['<', '[', .. var label, ']']:
                    last = await walk.PressToldAsync(person, label);
                    break;
                case ['{', .. var values, '}']:
                    last =
                        await walk.SubmitAsync(person, last!,
                            values.Split(';').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0].Trim(), pair => pair[1]));
                    break;
                case var _ when line == "(page)":
                    await walk.PassAsync<PagingJob>(Duration.Zero);
                    break;
                case var _ when line == "(week)":
                    await walk.PassAsync<WeekQuestionJob>(Duration.FromDays(4));
                    break;
                default:
                    // The first look notes who holds what; four days on, ana's turn is over.
                    await walk.PassAsync<HandoffJob>(line == "(look)" ? Duration.Zero : Duration.FromDays(4));
                    break;
            }
        }

        Assert.Empty(walk.Verbs.Where(verb => !walk.Said.Contains(verb.Id))
            .Select(verb => $"Add to ParityScript: 'ana: {Vocabulary.Prefix(verb)}{verb.Usage}' with its arguments, and a press or two."));
        Assert.Empty(walk.Verbs.Where(verb => Required(verb).Any()).Select(verb => verb.Id).Except(walk.Submitted));
        Assert.Empty(walk.Actions.Concat([Buttons.Run, Buttons.Confirm, Buttons.Cancel, Buttons.Share]).Except(walk.Pressed));
    }

    /// <summary>The same by its form first, where the verb has one: opened, sent back empty, filled in; a preview is cancelled.</summary>
    private static async Task ByFormAsync(ParityWalk walk, string person, string text)
    {
        var meant = walk.Verbs.Where(verb => text.StartsWith(Vocabulary.Prefix(verb), StringComparison.Ordinal))
            .Select(verb => (Verb: verb, Match: Usage.Parse(verb.Usage).Match(CommandText.Read(text[Vocabulary.Prefix(verb).Length..]))))
                .Where(one => one.Match.IsComplete).OrderByDescending(one => one.Verb.Id.Length).ToList();
        if (meant.Count == 0 || !Required(meant[0].Verb).Any() || walk.Submitted.Contains(meant[0].Verb.Id)) return;
        var verb = meant[0].Verb;
        var opened = await walk.SayAsync(person, $"{Vocabulary.Prefix(verb)}{verb.Id[(verb.Group.Length + 1)..]}");
        // Where there is nothing to choose from, that is said in place of a form.
        if (verb.ChoicesAsync is not null && opened.Reply.Form is null)
        {
            walk.Submitted.Add(verb.Id);
            return;
        }

        // One that knows all it needs, such as the only rotation, is complete as it is.
        var again = await walk.SubmitAsync(person, opened, new Dictionary<string, string>());
        Assert.True(again.Reply.Form is not null || opened.Reply.Form!.Fields.All(field => field.Optional || field.Value is not null));
        var filled = again.Reply.Form is null ? again : await walk.SubmitAsync(person, opened, meant[0].Match.Arguments!.Values);
        walk.Submitted.Add(verb.Id);
        if (filled.Reply.Actions.Any(button => button.Action == Buttons.Cancel)) await walk.PressAsync(person, filled, "Cancel");
    }

    private static IEnumerable<UsageArgument> Required(Verb verb) => Usage.Parse(verb.Usage).Parts.OfType<UsageArgument>();
}
