using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>Help, made from the usage strings that are also the parser.</summary>
internal sealed class HelpCommands(Vocabulary vocabulary) : ICommands
{
    public IReadOnlyList<Verb> Verbs => [new("watchbill", "help [<topic>]", "What can be said", HelpAsync) { Looks = true }];

    private Task<Answer> HelpAsync(Call call, CancellationToken ct) => Task.FromResult<Answer>(Help(call.Arguments["topic"]));

    private Reply Help(string? topic)
    {
        if (topic is null) return HelpReplies.Start(vocabulary.Verbs);
        var words = topic.ToLowerInvariant().TrimStart('/');
        if (words is "all" or "commands" or "all commands") return HelpReplies.All(vocabulary.Verbs);
        var verbs = vocabulary.Verbs;
        var group = verbs.Where(verb => verb.Group == words).ToList();
        if (group.Count > 0) return HelpReplies.Group(words, group);
        var named = verbs.Where(verb => BeginsWith(verb.Id, words) || BeginsWith(verb.Id[(verb.Group.Length + 1)..], words)).ToList();
        if (named.Count > 0) return HelpReplies.Verbs(named);
        var nearest = Nearest.To(words, vocabulary.Groups.Concat(verbs.Select(verb => verb.Id[(verb.Group.Length + 1)..])));
        if (nearest is not null && words == $"{nearest}s") return Help(nearest);
        var instead = nearest is null ? "Type `help` to see what can be said." : $"Did you mean `{nearest}`?";
        throw new RefusedException($"No help on `{topic}`. {instead}")
        {
            Field = "topic",
            Missing = true,
            DidYouMean = nearest is null ? "help" : $"help {nearest}",
        };
    }

    private static bool BeginsWith(string said, string words) => $"{said} ".StartsWith($"{words} ", StringComparison.Ordinal);
}
