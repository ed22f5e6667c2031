namespace Watchbill.Chat;

/// <summary>Offers a lead to go on where somebody is not qualified: a button that asks why.</summary>
public static class Insisting
{
    /// <summary>Answers a command, or refuses it with a button that runs it again and asks for the reason.</summary>
    /// <param name="verb">Its usage ends in <c>[insist because &lt;insist&gt;]</c> but for free text, which is left out.</param>
    public static async Task<Answer> OrInsistAsync(this Call call, Verb verb, Func<Task<Plan>> planAsync)
    {
        try
        {
            return await planAsync();
        }
        catch (RefusedException refusal) when (refusal is { Unqualified: true, Insist: null })
        {
            var said = call.Arguments.Values.Where(pair => pair.Key is not (UsageArgument.Free or "insist")).ToDictionary();
            throw new RefusedException($"{refusal.Said} A lead can insist, with a reason.")
            {
                Field = refusal.Field,
                Unqualified = true,
                Insist = $"{verb.Group} {Usage.Parse(verb.Usage).Write(said)} insist because",
            };
        }
    }
}
