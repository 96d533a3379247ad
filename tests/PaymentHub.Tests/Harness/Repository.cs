namespace PaymentHub.Tests.Harness;

/// <summary>Where the sources are: found by walking up from the test program to the solution file.</summary>
public static class Repository
{
    /// <summary>The folder that holds PaymentHub.sln.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PaymentHub.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No PaymentHub.sln above {AppContext.BaseDirectory}.");
    }
}
