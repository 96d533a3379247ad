namespace PaymentHub.BankFormats.Tests;

/// <summary>The committed example files and the official schemas, where the latter are present.</summary>
internal static class Golden
{
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden",
        name));

    public static MemoryStream Open(string name) => new(Bytes(name));

    public static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", name));

    /// <summary>
    /// Folder of the official ISO 20022 schemas, which may not be committed: PAYMENTHUB_SHARED/iso20022, else
    /// ../shared/iso20022 beside the repository; null where there is none.
    /// </summary>
    public static string? SchemaFolder()
    {
        var shared = Environment.GetEnvironmentVariable("PAYMENTHUB_SHARED") ?? BesideRepository();
        var folder = shared is null ? null : Path.Combine(shared, "iso20022");
        return Directory.Exists(folder) ? folder : null;
    }

    private static string? BesideRepository()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "PaymentHub.sln")))
                return Path.Combine(at.FullName, "..", "shared");
        return null;
    }
}
