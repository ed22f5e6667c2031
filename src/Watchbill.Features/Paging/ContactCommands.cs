using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>How people want to be reached. Everybody does this for themself and for nobody else, whatever their rights.</summary>
public sealed class ContactCommands(IStore store, ContactMethods methods, Schedules schedules) : ICommands
{
    private static readonly Duration BetweenMessages = Duration.FromMinutes(1);

    public IReadOnlyList<Verb> Verbs =>
    [
        new("oncall", "contact", "How you are reached when you are paged, and in which order", ShowAsync) { Looks = true },
        new("oncall", "contact add <method> <address>", "Be paged in one more way; a code is sent there", AddAsync)
        {
            AtOnce = true,
            Typed = "address",
            ChoicesAsync = (_, _) => Task.FromResult<IReadOnlyDictionary<string, IReadOnlyList<FormOption>>>(Choices("method", Free)),
        },
        new("oncall", "contact verify <code>", "The code that arrived there", VerifyAsync)
        {
            AtOnce = true,
            Typed = "code",
        },
        new("oncall", "contact test <method>", "Send yourself a test", TestAsync) { AtOnce = true, ChoicesAsync = OwnAsync },
        new("oncall", "contact remove <method>", "Be paged in one way less", RemoveAsync) { AtOnce = true, ChoicesAsync = OwnAsync },
        new("oncall", "contact rules <urgency> <rules>", "When each way is used, for high or low urgency", RulesAsync)
        {
            AtOnce = true,
            Typed = "rules",
            ChoicesAsync = (_, _) =>
                Task.FromResult<IReadOnlyDictionary<string, IReadOnlyList<FormOption>>>(Choices("urgency", ["high", "low"])),
            Reads = new() { { "urgency", call => UrgencyOf(call) } },
        },
    ];

    private IReadOnlyList<string> Free => [.. methods.All.Where(method => method.Off is null).Select(method => method.Name)];

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<FormOption>>> OwnAsync(Call call, CancellationToken ct) =>
        await OfAsync(call, ct) is { Value.Methods: { Count: > 0 } own } ? Choices("method", [.. own.Select(contact => contact.Method)])
            : throw new RefusedException(ContactReplies.None(Free)) { Missing = true };

    private static Dictionary<string, IReadOnlyList<FormOption>> Choices(string argument, IReadOnlyList<string> names) =>
        new() { [argument] = [.. names.Select(name => new FormOption(name, name))] };

    private async Task<Answer> ShowAsync(Call call, CancellationToken ct) =>
        ContactReplies.Shown(await OfAsync(call, ct) is { } read ? read.Value : Contacts.None, methods);

    private async Task<Answer> AddAsync(Call call, CancellationToken ct)
    {
        var method = Method(call.Arguments.Required("method"));
        if (method.Off is { } off) throw new RefusedException(off) { Field = "method" };
        var address = call.Arguments.Required("address").Trim().Trim('<', '>');
        if (method.Fault(address) is { } fault) throw new RefusedException(fault) { Field = "address" };
        var read = await OfAsync(call, ct);
        var before = read?.Value.Of(method.Name);
        if (read?.Value.SentAt(method.Name) is { } last && call.Now - last < BetweenMessages)
            throw new RefusedException(
                "Something was sent there less than a minute ago. Wait a minute and try again.")
            { Field = "method" };
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture);
        // What is verified is used until the new address is.
        var contact =
            before is { VerifiedAt: not null } ? before with { Next = address } : new Contact(method.Name, address) { SentAt = call.Now };
        contact = contact with { Code = Hash(call.Caller.Person, code), SentAt = call.Now, Tries = 0 };
        var notice =
            new Notice(NoticeKind.Verification, call.Caller.Person, $"Your Watchbill code: {code}. Say to Watchbill: contact verify {code}")
            {
                Title = "Watchbill code",
                Code = code,
            };
        return Done(call, "contact add", read, (read?.Value ?? Contacts.None).With(contact),
            Text.Bold($"A code of six digits is on its way to {method.Masked(address)}.")
                + $" Within 15 minutes: `contact verify <code>`",
            Send(call, method.Name, notice));
    }

    private async Task<Answer> VerifyAsync(Call call, CancellationToken ct)
    {
        var (read, code) = (await OfAsync(call, ct), call.Arguments.Required("code").Replace(" ", "", StringComparison.Ordinal));
        var awaited =
            read?.Value.Methods.Where(contact => contact.Code is not null && call.Now - contact.SentAt < Contact.CodeLasts).ToList();
        if (read is null || awaited is null or [])
            throw new RefusedException(
                "No code is awaited. It lasts 15 minutes; for a new one: `contact add <method> <address>`")
            { Field = "code" };
        if (awaited.Find(contact => contact.Tries < Contact.MaxTries && contact.Code == Hash(call.Caller.Person, code)) is { } right)
        {
            var verified = read.Value.With(right.Verified(call.Now));
            return Done(call, "contact verify", read, verified, ContactReplies.Verified(verified, right.Method));
        }

        // A wrong try is kept before it is said to be one.
        var wrong = read.Value with
        {
            Methods = [.. read.Value.Methods.Select(contact => awaited.Contains(contact)
                ? contact with { Tries = contact.Tries + 1, Code = contact.Tries + 1 < Contact.MaxTries ? contact.Code : null } : contact)],
        };
        return Done(call, "contact verify", read, wrong, awaited.Max(contact => contact.Tries) + 1 < Contact.MaxTries
            ? (Text)$"That is not the code. Nothing was verified; try again."
            : $"That is not the code, and it was the fifth try. For a new one: `contact add <method> <address>`");
    }

    private async Task<Answer> TestAsync(Call call, CancellationToken ct)
    {
        var (read, contact) = await KnownAsync(call, ct);
        if (contact.StoppedAt is not null)
            throw new RefusedException($"You answered STOP to {contact.Method}. Answer START there first.") { Field = "method" };
        if (contact.VerifiedAt is null)
            throw new RefusedException($"{contact.Method} is not verified yet: `contact verify <code>`") { Field = "method" };
        if (call.Now - contact.SentAt < BetweenMessages)
            throw new RefusedException(
                "Something was sent there less than a minute ago. Wait a minute and try again.")
            { Field = "method" };
        var notice = new Notice(NoticeKind.Test, call.Caller.Person, "This is a test of Watchbill. Nothing is broken.")
        {
            Title = "Test",
            High = true,
        };
        return Done(call, "contact test", read, read.Value.With(contact with { SentAt = call.Now }),
            Text.Bold($"A test is on its way by {contact.Method}."),
            Send(call, contact.Method, notice));
    }

    private async Task<Answer> RemoveAsync(Call call, CancellationToken ct)
    {
        var (read, contact) = await KnownAsync(call, ct);
        var left = read.Value.Without(contact.Method);
        var done = new Reply(Text.Bold($"{contact.Method} is removed:") + " nothing is sent there any more.");
        var plan = Done(call, "contact remove", read, left, "") with { Preview = done, Done = done };
        if (left.Methods.Any(other => other.Works && Wakes(other))
            || !contact.Works || !Wakes(contact) || !await IsOnCallAsync(call, ct)) return plan;
        return plan with
        {
            AtOnce = false,
            Preview =
                new Reply(Text.Bold($"Remove {contact.Method}?")
                    + " It is the last way that wakes you, and you are in a roster: from then on you are paged in chat alone."),
        };
    }

    private static string UrgencyOf(Call call) => call.Arguments.Required("urgency").TrimEnd(':').ToLowerInvariant() is var urgency
        && urgency is "high" or "low" ? urgency : throw new RefusedException($"'{urgency}' is neither high nor low.") { Field = "urgency" };

    private async Task<Answer> RulesAsync(Call call, CancellationToken ct)
    {
        var urgency = UrgencyOf(call);
        var read = await OfAsync(call, ct);
        var contacts = read?.Value ?? Contacts.None;
        var rules = new List<NotificationRule>();
        foreach (var part in call.Arguments.Required("rules")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf(' ', StringComparison.Ordinal);
            var (method, after) = (at < 0 ? part : part[..at], at < 0 ? Duration.Zero : WrittenValues.Duration(part[at..].Trim()));
            method = method.ToLowerInvariant();
            if (after is not { } delay || delay > Duration.FromMinutes(9000))
                throw new RefusedException(
                    $"'{part}' is no rule. Write a method and a delay, such as chat 0m, ntfy 1m.")
                { Field = "rules" };
            if (method != Contacts.Chat && contacts.Of(method) is null)
                throw new RefusedException($"You have no {method}. First: `contact add {method} <address>`") { Field = "rules" };
            rules.Add(new NotificationRule(method, delay));
        }

        if (rules.Count is 0 or > 20)
            throw new RefusedException("Give between 1 and 20 rules, such as chat 0m, ntfy 1m.") { Field = "rules" };
        var ordered = rules.OrderBy(rule => rule.After).ToList();
        return Done(call, "contact rules", read, urgency == "high" ? contacts with { High = ordered } : contacts with { Low = ordered },
            Text.Bold($"For {urgency} urgency you are reached by {PageWords.Said(ordered)}."));
    }

    private async Task<bool> IsOnCallAsync(Call call, CancellationToken ct) =>
        (await schedules.NamingAsync([call.Caller.Person], ct)).Any(rotation =>
            rotation.Layers.Any(layer => !layer.Shadow && layer.MembersFrom(call.Now).Contains(call.Caller.Person)));

    private async Task<(Stored<Contacts> Read, Contact Contact)> KnownAsync(Call call, CancellationToken ct)
    {
        var named = call.Arguments.Required("method").ToLowerInvariant();
        var read = await OfAsync(call, ct);
        return read?.Value.Of(named) is { } contact ? (read, contact)
            : throw new RefusedException(read?.Value.Methods is not { Count: > 0 } ? ContactReplies.None(Free)
                : (Text)$"You have no {named}. See what you have: `contact`")
            { Field = "method", Missing = true };
    }

    private async ValueTask<Stored<Contacts>?> OfAsync(Call call, CancellationToken ct) =>
        await store.FindAsync<Contacts>(call.Caller.Person, ct);

    private bool Wakes(Contact contact) => methods.All.Any(method => method.Wakes && method.Name == contact.Method);

    private IContactMethod Method(string named) => methods.All.FirstOrDefault(method =>
            method.Name.Equals(named, StringComparison.OrdinalIgnoreCase))
        ?? throw new RefusedException(
            $"No method `{named}`. There is {string.Join(", ", methods.All.Select(method => method.Name))}.")
        {
            Field = "method",
        };

    // The address is nobody else's business, the audit log's neither.
    private static Plan Done(Call call, string action, Stored<Contacts>? read, Contacts contacts, Text said, params Write[] sent)
    {
        var reply = new Reply(said);
        return new Plan(reply, reply,
        [
            Write.Upsert(call.Caller.Person, read, contacts),
            Write.Audit(
                new AuditEntry(call.Now, call.Caller.Person, $"oncall {action}", $"person/{call.Caller.Person}",
                    call.Caller.Platform.Name)),
            .. sent,
        ])
        { AtOnce = true };
    }

    private static Write Send(Call call, string method, Notice notice) => Delivery.Say(
        new Delivery(call.Now, MessageKind.Page, Address.Person(call.Caller.Person), new Reply(notice.Title))
        {
            Method = method,
            Notice = notice,
        },
        $"contact/{call.Caller.Person}/{method}/{call.Now.ToUnixTimeTicks()}");

    private static string Hash(string person, string code) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{person}\n{code}")));
}
