using System.Text.Json.Nodes;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Teams;

namespace Watchbill.Slack;

internal sealed partial class ParityWalk
{
    private Answered Compare(Answered answered)
    {
        var reply = answered.Reply;
        Same(PlainText.Render(reply, new Reader(Zone, neutral.Clock.Now)), (string)answered.Shown["text"]!, "the local chat");
        foreach (var (index, pages) in answered.Messages.Index())
        {
            var door = index == 0 ? "a signed request" : "a socket";
            if (reply.Form is { } form) SameForm(form, Assert.Single(pages), door);
            else Same(
                string.Join('\n',
                    SlackRenderer.Pages(reply, ReaderOf(reply)).Select(page => Words(SlackRenderer.Answer(reply, page)))),
                        string.Join('\n', pages.Select(Words)), door);
        }

        Same(string.Join('\n', TeamsWorld.Looks(reply, ReaderOf(reply, TeamsHost.Account), answered.Cards)),
            string.Join('\n', answered.Cards.Select(card => TeamsWorld.Looks(card.Body))), "Teams");
        return answered;
    }

    private void SameForm(Form form, JsonObject view, string door)
    {
        if (view["errors"] is { } errors)
        {
            // What is wrong stands beside its field; where no field is to blame, beside the first.
            var wrong = form.Fields.Where(field => field.Error is not null).Select(field => $"{field.Name}: {field.Error}").ToList();
            if (wrong.Count > 0)
                Same(string.Join('\n', wrong), string.Join('\n', errors.AsObject().Select(pair => $"{pair.Key}: {pair.Value}")), door);
            return;
        }

        var expected = SlackForm.Modal(form, "");
        var seen = view.DeepClone().AsObject();
        expected.Remove("private_metadata");
        seen.Remove("private_metadata");
        Same(expected.ToJsonString(), seen.ToJsonString(), door);
    }

    private void Same(string expected, string shown, string door)
    {
        var (wanted, had) = (WorldIds.Alike(expected), WorldIds.Alike(shown));
        var same = wanted.Zip(had).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.True(wanted == had, $"{doing}: {door} shows\n{Around(had, same)}\nwhere the router answers\n{Around(wanted, same)}");
    }

    private static string Around(string text, int at) => text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 200)];

    private static string Words(JsonObject page) => new JsonObject
    {
        ["to"] = page["response_type"]?.DeepClone(),
        ["text"] = page["text"]?.DeepClone(),
        ["blocks"] = page["blocks"]?.DeepClone(),
    }.ToJsonString();

    private Expected Expect(Reply reply) =>
        new(reply.Form is not null, reply.Form is not null ? 1 : SlackRenderer.Pages(reply, ReaderOf(reply)).Count);

    private int CardsOf(Reply reply) => TeamsRenderer.Pages(reply, ReaderOf(reply, TeamsHost.Account), "view").Count;

    private Reader ReaderOf(Reply reply) => ReaderOf(reply, SlackWorld.User);

    private Reader ReaderOf(Reply reply, Func<string, string> accountOf)
    {
        var users = reply.Mentioned().Distinct().Where(SlackWorld.Knows).ToDictionary(person => person, accountOf);
        var reader = Reader.In(Zone, neutral.Clock.Now) with { Accounts = users };
        return reply.Audience == Audience.Everyone ? reader : reader with { Alone = true, Stays = false };
    }
}

/// <summary>One answer as all five gave it.</summary>
internal sealed record Answered(
    Reply Reply, JsonObject Shown, IReadOnlyList<IReadOnlyList<JsonObject>> Messages,
    IReadOnlyList<ConnectorCall> Cards);
