using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Support.UI;

namespace Watchbill.Fixtures;

/// <summary>Chromium without a window, of the distribution: nothing is downloaded.</summary>
public sealed class Browser : IDisposable
{
    private readonly DirectoryInfo profile = Directory.CreateTempSubdirectory("watchbill-browser-");
    private readonly ChromeDriverService service;
    private readonly ChromeDriver driver;

    private Browser(string chromium, string chromedriver)
    {
        service = ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(chromedriver), Path.GetFileName(chromedriver));
        var options = new ChromeOptions { BinaryLocation = chromium };
        options.AddArguments(
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--window-size=1100,900", $"--user-data-dir={profile.FullName}");
        driver = new ChromeDriver(service, options);
    }

    /// <summary>Skips the test, saying why, where no browser is installed; on CI that is a failure.</summary>
    public static Browser StartOrSkip()
    {
        var (chromium, chromedriver) = (Needs.OnPath("chromium", "chromium-browser", "google-chrome"), Needs.OnPath("chromedriver"));
        Needs.Met(chromium is not null && chromedriver is not null,
            "chromium and chromedriver are not both installed; the page was not looked at.");
        return new Browser(chromium!, chromedriver!);
    }

    public void Open(Uri url) => driver.Navigate().GoToUrl(url);

    /// <summary>Looks at it as on a phone: so many points wide, as tall as what is drawn, in the light or in the dark.</summary>
    public void OnPhone(int width, bool isDark)
    {
        driver.ExecuteCdpCommand("Emulation.setEmulatedMedia", new()
        {
            ["features"] = new object[] { new Dictionary<string, object>
            {
                ["name"] = "prefers-color-scheme", ["value"] = isDark ? "dark" : "light",
            } },
        });
        OnPhone(width, 844);
        OnPhone(width, driver.ExecuteScript("return Math.ceil(document.body.getBoundingClientRect().height)") is long tall ? tall : 844);
    }

    /// <summary>Looks at it on a phone of so many points.</summary>
    public void OnPhone(int width, long height) => driver.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new()
    {
        ["width"] = width,
        ["height"] = height,
        ["deviceScaleFactor"] = 1.5,
        ["mobile"] = true,
    });

    public void Picture(string file) => driver.GetScreenshot().SaveAsFile(file);

    /// <summary>What a script returns, a list of texts.</summary>
    public IReadOnlyList<string> Ask(string script, params object[] with) =>
        [.. ((IReadOnlyCollection<object>)driver.ExecuteScript(script, with)!).Select(one => $"{one}")];

    /// <summary>Clicks what can be clicked: not while a message that comes in scrolls it under the line on top.</summary>
    public void Click(string css, string? text = null)
    {
        var wait = new WebDriverWait(driver, TimeSpan.FromSeconds(10));
        wait.IgnoreExceptionTypes(typeof(ElementClickInterceptedException), typeof(StaleElementReferenceException));
        wait.Until(_ =>
        {
            var element = Find(css, text);
            driver.ExecuteScript("arguments[0].scrollIntoView({ block: 'center' })", element);
            element.Click();
            return true;
        });
    }

    public void Type(string css, string keys) => Find(css).SendKeys(keys);

    public string ValueOf(string css) => Find(css).GetDomProperty("value") ?? "";

    /// <summary>The text of the last element that matches and holds the words, once there is one.</summary>
    public string Text(string css, string? holding = null) => Find(css, holding).Text;

    public int Count(string css) => driver.FindElements(By.CssSelector(css)).Count;

    /// <summary>What the browser complained about: errors in scripts, what the policy refused.</summary>
    public IReadOnlyList<string> Complaints() => [.. driver.Manage().Logs.GetLog(LogType.Browser).Select(entry => entry.Message)];

    public void Dispose()
    {
        driver.Dispose();
        service.Dispose();
        profile.Delete(recursive: true);
    }

    private IWebElement Find(string css, string? holding = null)
    {
        var wait =
            new WebDriverWait(driver,
                TimeSpan.FromSeconds(10))
            { Message = $"There is no '{css}'{(holding is null ? "" : $" that holds '{holding}'")}." };
        // The page may draw an element anew while it is looked at.
        wait.IgnoreExceptionTypes(typeof(StaleElementReferenceException));
        return wait.Until(
            page =>
                page.FindElements(By.CssSelector(css))
                    .LastOrDefault(
                        found => found.Displayed && (holding is null || found.Text.Contains(holding, StringComparison.Ordinal))))!;
    }
}
