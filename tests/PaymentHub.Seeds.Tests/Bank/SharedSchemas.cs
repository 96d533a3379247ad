using System.Xml;
using System.Xml.Schema;
using Xunit;

namespace PaymentHub.Seeds.Tests.Bank;

/// <summary>
/// The official ISO 20022 schemas. They are not part of the repository: PAYMENTHUB_SHARED names their parent folder, or
/// it lies beside the repository as "shared".
/// </summary>
internal static class SharedSchemas
{
    /// <summary>All that is wrong with the message; skips the test where the schemas are absent.</summary>
    public static List<string> ErrorsOf(byte[] message, string schema)
    {
        var file = Folder() is { } folder ? Path.Combine(folder, "iso20022", schema + ".xsd") : null;
        Assert.SkipUnless(File.Exists(file), "The ISO 20022 schemas are not on this machine (PAYMENTHUB_SHARED).");
        var errors = new List<string>();
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema };
        settings.Schemas.Add(null, file!);
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        settings.ValidationEventHandler += (_, e) => errors.Add($"line {e.Exception.LineNumber}: {e.Message}");
        using var reader = XmlReader.Create(new MemoryStream(message), settings);
        while (reader.Read())
        {
        }

        return errors;
    }

    private static string? Folder()
    {
        if (Environment.GetEnvironmentVariable("PAYMENTHUB_SHARED") is { Length: > 0 } given)
            return given;
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "PaymentHub.sln")))
                return Path.Combine(at.FullName, "..", "shared");
        }

        return null;
    }
}
