using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;
using PaymentHub.BankExchange.Seals;
using PaymentHub.BankFormats;
using PaymentHub.BankFormats.Incoming;
using Shouldly;
using SignedReference = System.Security.Cryptography.Xml.Reference;

namespace PaymentHub.Tests.BankExchange.Seals;

/// <summary>XML signatures: what is handed on is what was signed, whatever was wrapped around it.</summary>
public class XmlSignatureTests
{
    private const long Most = 64 * 1024 * 1024;
    private const string Dsig = SignedXml.XmlDsigNamespaceUrl;

    private static readonly SealProfile Profile = new(SignatureForm.Xml, EncryptionForm.None);

    private static readonly string Document = $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
        <GrpHdr><MsgId>M</MsgId></GrpHdr>
        <Stmt><Id>S</Id><Acct><Id><Othr><Id>123</Id></Othr></Id></Acct>{Balance("OPBD", 10)}{Balance("CLBD", 15)}
        <Ntry><Amt Ccy="VND">5</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts></Ntry></Stmt></BkToCstmrStmt></Document>
        """;

    [Fact]
    public void A_signed_document_is_read_as_it_was()
    {
        var signed = Signed();
        Encoding.UTF8.GetString(signed).ShouldContain("<Signature xmlns=\"" + Dsig + "\"");
        var (opened, refusal) = Open(signed);
        refusal.ShouldBeNull();
        var (before, after) = (Inspect(Encoding.UTF8.GetBytes(Document)), Inspect(opened!));
        after.Outcome.Verdict.ShouldBe(Verdict.Accept);
        after.Accounts.ShouldBe(before.Accounts);
        (after.Entries, after.CreditSum).ShouldBe((before.Entries, before.CreditSum));
        Encoding.UTF8.GetString(opened!).ShouldNotContain("Signature");
    }

    [Fact]
    public void A_document_without_or_with_a_strange_signature_is_refused()
    {
        Code(Encoding.UTF8.GetBytes(Document)).ShouldBe(SealReason.SignatureMissing);
        Code(FileSeal.Seal(
            Encoding.UTF8.GetBytes(Document), Profile, SealedKeys.Banks with { OwnSigning = SealedKeys.Stranger },
            SealedKeys.Now).Bytes).ShouldBe(SealReason.SignatureWrong);
        Code([1, 2, 3]).ShouldBe(SealReason.SignatureForm);
        Code(Encoding.UTF8.GetBytes("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>"))
            .ShouldBe(SealReason.SignatureForm);
        FileSeal.Open(Signed(), null, Profile, SealedKeys.Ours, SealedKeys.Now.AddYears(1), Most).Refusal!.Code
            .ShouldBe(SealReason.CertificateExpired);
    }

    [Theory]
    [InlineData(">5<", ">6<")]
    [InlineData(">CRDT</CdtDbtInd><Sts>", ">DBIT</CdtDbtInd><Sts>")]
    [InlineData("</Stmt>", "<Ntry><Amt Ccy=\"VND\">9</Amt></Ntry></Stmt>")]
    [InlineData("<MsgId>M<", "<MsgId>N<")]
    [InlineData("camt.053.001.08", "camt.053.001.09")]
    public void A_changed_document_is_refused(string from, string to) =>
        Code(Changed(t => t.Replace(from, to, StringComparison.Ordinal))).ShouldBe(SealReason.SignatureWrong);

    [Fact]
    public void A_document_wrapped_around_the_signed_one_is_refused()
    {
        // The signed document moves into a corner, another one takes its place.
        var inner = Document[(Document.IndexOf("?>", StringComparison.Ordinal) + 2)..]
            .Replace(">5<", ">500<", StringComparison.Ordinal);
        Code(Changed(t =>
        {
            var root = t[t.IndexOf("<Document", StringComparison.Ordinal)..];
            return inner.Replace("</Document>", $"<Object>{root}</Object></Document>", StringComparison.Ordinal);
        })).ShouldBe(SealReason.SignatureForm);
        // A second signature, the good one beside it.
        Code(Changed(t => t.Replace("</Document>", $"<Signature xmlns=\"{Dsig}\"/></Document>",
            StringComparison.Ordinal))).ShouldBe(SealReason.SignatureForm);
    }

    [Theory]
    [InlineData("URI=\"\"", "URI=\"#part\"", SealReason.SignatureForm)]
    [InlineData("URI=\"\"", "URI=\"http://127.0.0.1:1/x\"", SealReason.SignatureForm)]
    [InlineData("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2000/09/xmldsig#sha1",
        SealReason.Algorithm)]
    [InlineData("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        "http://www.w3.org/2000/09/xmldsig#hmac-sha1", SealReason.Algorithm)]
    [InlineData("http://www.w3.org/2000/09/xmldsig#enveloped-signature",
        "http://www.w3.org/TR/1999/REC-xslt-19991116", SealReason.SignatureForm)]
    public void A_signature_of_another_kind_is_refused(string from, string to, string code) =>
        Code(Changed(t => t.Replace(from, to, StringComparison.Ordinal))).ShouldBe(code);

    [Fact]
    public void A_reference_more_is_refused() => Code(Changed(t =>
    {
        var from = t.IndexOf("<Reference", StringComparison.Ordinal);
        var to = t.IndexOf("</Reference>", StringComparison.Ordinal) + "</Reference>".Length;
        return t.Insert(to, t[from..to]);
    })).ShouldBe(SealReason.SignatureForm);

    [Fact]
    public void A_signature_by_id_over_a_part_is_refused_though_it_holds()
    {
        var xml = new XmlDocument { PreserveWhitespace = true };
        xml.LoadXml(Document.Replace("<Stmt>", "<Stmt Id=\"part\">", StringComparison.Ordinal));
        using var key = System.Security.Cryptography.X509Certificates.RSACertificateExtensions
            .GetRSAPrivateKey(SealedKeys.Banks.OwnSigning!);
        var signed = new SignedXml(xml) { SigningKey = key };
        signed.SignedInfo!.SignatureMethod = SignedXml.XmlDsigRSASHA256Url;
        signed.AddReference(new SignedReference("#part") { DigestMethod = SignedXml.XmlDsigSHA256Url });
        signed.ComputeSignature();
        xml.DocumentElement!.AppendChild(xml.ImportNode(signed.GetXml(), deep: true));
        Code(Encoding.UTF8.GetBytes(xml.OuterXml)).ShouldBe(SealReason.SignatureForm);
    }

    [Fact]
    public void A_comment_inside_an_amount_changes_nothing_of_what_is_read()
    {
        var (opened, refusal) = Open(Changed(t => t.Replace(">5<", "><!-- 9 -->5<", StringComparison.Ordinal)));
        refusal.ShouldBeNull();
        Encoding.UTF8.GetString(opened!).ShouldNotContain("<!--");
        Inspect(opened!).CreditSum.ToString().ShouldBe("5");
    }

    private static string Balance(string code, int amount) =>
        $"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"VND\">{amount}</Amt>"
        + "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-02</Dt></Dt></Bal>";

    private static byte[] Signed() =>
        FileSeal.Seal(Encoding.UTF8.GetBytes(Document), Profile, SealedKeys.Banks, SealedKeys.Now).Bytes;

    private static byte[] Changed(Func<string, string> change)
    {
        var text = Encoding.UTF8.GetString(Signed());
        var changed = change(text);
        changed.ShouldNotBe(text);
        return Encoding.UTF8.GetBytes(changed);
    }

    private static (byte[]? Bytes, SealRefusal? Refusal) Open(byte[] bytes) =>
        FileSeal.Open(bytes, null, Profile, SealedKeys.Ours, SealedKeys.Now, Most);

    private static string? Code(byte[] bytes) => Open(bytes).Refusal?.Code;

    private static Inspection Inspect(byte[] bytes) => FileInspector.Inspect(new MemoryStream(bytes));
}
