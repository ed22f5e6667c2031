using Microsoft.Extensions.Configuration;
using Watchbill.Api;
using Watchbill.Metrics;
using Watchbill.Slack;
using Watchbill.Storage;

namespace Watchbill.Commands;

public sealed class SettingsTests
{
    [Fact]
    public void The_sample_names_every_setting_and_no_other()
    {
        var sample = Sample();
        Assert.Empty(SettingNames.Unknown(sample));
        var leaves = sample.AsEnumerable().Where(pair => pair.Value is not null).Select(pair => pair.Key).ToList();
        Assert.All(SettingNames.All, name => Assert.Contains(leaves, leaf => Fits(name, leaf)));
        Assert.All(leaves, leaf => Assert.Contains(SettingNames.All, name => Fits(name, leaf)));
    }

    [Theory]
    [InlineData("Api", typeof(ApiOptions))]
    [InlineData("Storage", typeof(StorageOptions))]
    [InlineData("Backup", typeof(BackupOptions))]
    [InlineData("Slack", typeof(SlackOptions))]
    [InlineData("Prometheus", typeof(PrometheusOptions))]
    public void The_sample_binds_to_what_reads_it(string section, Type options)
    {
        var bound =
            Sample().GetSection(section)
                .Get(options, binder => (binder.ErrorOnUnknownConfiguration, binder.BindNonPublicProperties) = (true, false));
        Assert.NotNull(bound);
    }

    [Fact]
    public void The_sample_starts_nothing_with_a_secret_that_everybody_knows()
    {
        var secrets =
            Sample().AsEnumerable()
                .Where(
                    pair => pair.Key.EndsWith("Secret", StringComparison.Ordinal) || pair.Key.EndsWith("Token", StringComparison.Ordinal))
                        .ToList();
        Assert.NotEmpty(secrets);
        Assert.All(secrets, secret => Assert.Equal("", secret.Value));
    }

    [Theory]
    [InlineData("Storage:Pth", "Did you mean 'Storage:Path'?")]
    [InlineData("Api:Tokens:0:Secert", "There is no setting 'Api:Tokens:0:Secert'")]
    [InlineData("Slack:SigningSecrets", "Did you mean 'Slack:SigningSecret'?")]
    [InlineData("LocalChat:Enable", "Did you mean 'LocalChat:Enabled'?")]
    public void A_setting_that_nothing_reads_is_named_with_the_nearest(string key, string says) =>
        Assert.Contains(says, Assert.Single(SettingNames.Unknown(Of(key, "x"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("Storage:Path")]
    [InlineData("STORAGE:path")]
    [InlineData("Api:Tokens:ci:Secret")]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("PATH")]
    public void Settings_of_ours_and_of_others_are_not(string key) => Assert.Empty(SettingNames.Unknown(Of(key, "x")));

    [Theory]
    [InlineData("serve --Storage:Path=x.db", "serve", "--Storage:Path=x.db")]
    [InlineData("--urls http://localhost:1 backup", "backup", "--urls http://localhost:1")]
    [InlineData("token create --name ci", "token create --name ci", "")]
    [InlineData("--environment=Production", "", "--environment=Production")]
    public void Settings_are_parted_from_the_words_of_a_command(string line, string words, string settings)
    {
        var split = CommandLineSettings.Split(line.Split(' '));
        Assert.Equal((words, settings), (string.Join(' ', split.Words), string.Join(' ', split.Settings)));
    }

    private static bool Fits(string name, string leaf) =>
        name.Split(':').Length == leaf.Split(':').Length
            && name.Split(':').Zip(leaf.Split(':')).All(pair => pair.First == "*" || pair.First == pair.Second);

    private static IConfigurationRoot Of(string key, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();

    private static IConfigurationRoot Sample()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "bot.sln"))) folder = folder.Parent!;
        return new ConfigurationBuilder().AddJsonFile(Path.Combine(folder.FullName, "appsettings.sample.json")).Build();
    }
}
