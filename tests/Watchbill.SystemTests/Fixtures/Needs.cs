namespace Watchbill.Fixtures;

/// <summary>What a test needs of the machine. Where it is missing the test is skipped and says why; on CI that is a failure.</summary>
public static class Needs
{
    public static void Met(bool met, string otherwise)
    {
        if (met) return;
        TestContext.Current.SendDiagnosticMessage(otherwise);
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", otherwise);
        Assert.Skip(otherwise);
    }

    /// <summary>What no installation gives, such as the right to mount a disk in a container: skipped on CI too, and says why.</summary>
    public static void Allowed(bool allowed, string otherwise)
    {
        if (!allowed) TestContext.Current.SendDiagnosticMessage(otherwise);
        Assert.SkipUnless(allowed, otherwise);
    }

    /// <summary>Where a program is; null: not installed.</summary>
    public static string? OnPath(params string[] names) => names
        .SelectMany(
            name =>
                (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);
}
