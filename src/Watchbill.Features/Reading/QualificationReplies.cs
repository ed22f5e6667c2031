using System.Globalization;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Training;

namespace Watchbill.Reading;

/// <summary>What is missing, in words.</summary>
public static class QualificationReplies
{
    // As many items as somebody reads who wanted something else.
    private const int Named = 3;

    /// <summary>Why somebody is not put on call: <c>Eve is not qualified for payments. Missing: …</c></summary>
    /// <param name="instead">Names of those who are qualified.</param>
    public static Text Refusal(Lacking lacking, string name, IReadOnlyList<string> instead, DateTimeZone zone) =>
        $"{NotQualified(lacking, name)} {Missing(lacking, zone)} Nothing changed."
            + $"{(instead.Count == 0 ? "" : $" Qualified: {string.Join(", ", instead)}.")}";

    /// <summary>For what somebody is not qualified, and how they would be paged for it.</summary>
    public static Text NotQualified(Lacking lacking, string name) =>
        $"{name} is not qualified for {lacking.Rotation}{(lacking.Via is { } via ? $", which escalates to {via}" : "")}.";

    /// <summary>Who was put on call all the same, by whom and why.</summary>
    public static Text Insisted(string person, TrainingEvent insisted, IReadOnlyDictionary<string, string> names) =>
        $"{names.Named(person)}. {People.Named(insisted.By, names.GetValueOrDefault(insisted.By, insisted.By))} insisted: {insisted.Text}";

    /// <summary>Whose first shift alone it is, and whom to ask.</summary>
    public static Text FirstShift(string person, string backup, IReadOnlyDictionary<string, string> names) =>
        $"{names.Named(person)}. Backup: {names.Named(backup)}.";

    /// <summary>Who is on call to learn it, and who sits beside them.</summary>
    public static Text Reverse(string person, string beside, IReadOnlyDictionary<string, string> names) =>
        $"{names.Named(person)}. Beside: {names.Named(beside)}.";

    /// <summary>To who sits beside them, when the shift begins.</summary>
    public static Reply YouSitBeside(string rotation, string person, IReadOnlyDictionary<string, string> names) => new(
        Text.Bold($"You sit beside {names.Named(person)}") +
            $" on their reverse shadow shift of {rotation}. They are paged and decide; you step in before it harms users.");

    /// <summary>To the backup, when the shift begins.</summary>
    public static Reply YouAreBackup(string rotation, string person, IReadOnlyDictionary<string, string> names) => new(
        Text.Bold($"You are the backup of {names.Named(person)}")
            + $" on their first {rotation} shift. You are not paged; they may call you at any hour, so keep your phone on.");

    /// <summary>What is missing and from when they could be ready.</summary>
    public static Text Missing(Lacking lacking, DateTimeZone zone)
    {
        var (program, progress) = (lacking.Program.Id, lacking.Progress);
        var ready = lacking.Earliest is { } earliest ? $" Could be ready by {TimeWords.Day(earliest.InZone(zone).Date)}." : "";
        if (progress is null)
            return $"Missing: {program}, not started.{ready} Start it: `training start {lacking.Person} {lacking.Rotation}`.";
        if (progress.State == TrainingState.Lapsed)
        {
            return $"Their {program} lapsed on {TimeWords.Day(progress.Until!.Value.InZone(zone).Date)}: too long without a shift. "
                + $"Missing: the refresher: `training status {lacking.Person}`.";
        }

        return $"Missing of {program}: {string.Join(", ", Parts(progress))}.{ready}";
    }

    /// <summary>Everything that is open, counted: <c>3 items (access, runbooks, rollback)</c>, <c>1 shadow shift</c>.</summary>
    public static IReadOnlyList<string> Parts(Progress progress)
    {
        var (parts, shares) = (new List<string>(), progress.Shares);
        var open = progress.Open.Select(item => item.Item.Id).ToList();
        if (open.Count > 0)
        {
            var named = string.Join(", ", open.Take(Named)) + (open.Count > Named ? ", …" : "");
            parts.Add($"{Count(open.Count, "item")} ({named})");
        }

        if (progress.State != TrainingState.Enrolled) return parts;
        if (shares.ToShadow > shares.Shadowed) parts.Add(Count(shares.ToShadow - shares.Shadowed, "shadow shift"));
        foreach (var wanted in progress.Program.Stages.Select(stage => stage.Incidents).Where(one => !shares.HasSeen(one)).Take(1))
            parts.Add(Count(wanted!.Count - shares.Incidents, "incident") + (wanted.OrDrill ? " or a drill" : ""));
        if (shares.ToReverse > shares.Reversed) parts.Add(Count(shares.ToReverse - shares.Reversed, "reverse shadow shift"));
        if (progress.ToSign.Count > 0) parts.Add($"sign-off by {string.Join(" and ", progress.ToSign.Select(Word))}");
        return parts;
    }

    public static string Word(Signer signer) => signer.ToString().ToLowerInvariant();

    public static string Count(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
