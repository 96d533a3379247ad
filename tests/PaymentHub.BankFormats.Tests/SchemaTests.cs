using System.Collections.Concurrent;
using System.Xml;
using System.Xml.Schema;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests;

/// <summary>The official schemas, which are not committed; tests that need one are skipped where it is
/// absent.</summary>
internal static class OfficialSchema
{
    // A compiled set is only read and may be used by several tests at once.
    private static readonly ConcurrentDictionary<string, XmlSchemaSet> Compiled = new(StringComparer.Ordinal);

    public static XmlSchemaSet Require(string fileName)
    {
        var folder = Golden.SchemaFolder();
        if (folder is null)
            Assert.Skip("The official ISO 20022 schemas are not here (PAYMENTHUB_SHARED or ../shared/iso20022).");
        return Compiled.GetOrAdd(Path.Combine(folder, fileName), path =>
        {
            var set = new XmlSchemaSet();
            set.Add(null, path);
            set.Compile();
            return set;
        });
    }

    /// <param name="hasOthers">
    /// Elements of other namespaces, where the schema lets any stand, are no errors; else a document that the schema
    /// does not speak of would pass.
    /// </param>
    public static List<string> ErrorsOf(byte[] document, XmlSchemaSet schema, bool hasOthers = false)
    {
        var errors = new List<string>();
        var flags = hasOthers ? XmlSchemaValidationFlags.None : XmlSchemaValidationFlags.ReportValidationWarnings;
        var settings = new XmlReaderSettings
        {
            ValidationType = ValidationType.Schema,
            Schemas = schema,
            ValidationFlags = flags,
        };
        settings.ValidationEventHandler += (_, e) => errors.Add($"{e.Exception.LineNumber}: {e.Message}");
        using var reader = XmlReader.Create(new MemoryStream(document), settings);
        while (reader.Read())
        {
            // Validation reports through the handler.
        }

        return errors;
    }
}

public class SchemaTests
{
    [Fact]
    public void Our_payment_file_satisfies_the_official_schema() =>
        OfficialSchema.ErrorsOf(
            Pain001WriterTests.Write(Pain001WriterTests.Sample()),
            OfficialSchema.Require("pain.001.001.09.xsd")).ShouldBeEmpty();

    [Fact]
    public void The_schema_check_can_fail()
    {
        var text = System.Text.Encoding.UTF8.GetString(Pain001WriterTests.Write(Pain001WriterTests.Sample()));
        var broken = text.Replace("<PmtMtd>TRF</PmtMtd>", "", StringComparison.Ordinal);
        OfficialSchema.ErrorsOf(System.Text.Encoding.UTF8.GetBytes(broken),
            OfficialSchema.Require("pain.001.001.09.xsd"))
            .ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("camt053-", "camt.053.001.08.xsd")]
    [InlineData("pain002-", "pain.002.001.10.xsd")]
    [InlineData("pain001-", "pain.001.001.09.xsd")]
    [InlineData("camt055-", "camt.055.001.08.xsd")]
    public void Golden_files_are_what_a_bank_may_send(string prefix, string schema)
    {
        var set = OfficialSchema.Require(schema);
        var names = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "golden"), prefix + "*.xml")
            .Select(path => Path.GetFileName(path)).ToList();
        names.ShouldNotBeEmpty();
        foreach (var name in names) OfficialSchema.ErrorsOf(Golden.Bytes(name), set).ShouldBeEmpty(name);
    }

    [Fact]
    public void Statements_of_the_property_tests_are_valid_too() =>
        OfficialSchema.ErrorsOf(
            System.Text.Encoding.UTF8.GetBytes(StatementText.Small()), OfficialSchema.Require("camt.053.001.08.xsd"))
            .ShouldBeEmpty();
}
