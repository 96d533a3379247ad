using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Xml;
using SignedReference = System.Security.Cryptography.Xml.Reference;

namespace PaymentHub.BankExchange.Seals;

/// <summary>
/// Enveloped XML signatures over the whole document. What is handed on is the octets that were signed, so nothing that
/// stands outside of the signature can be read; a signature over a part, by an id or a path, is not accepted at all.
/// </summary>
internal static class XmlSignature
{
    /// <summary>A document is held in memory to be put into its canonical form.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    private const int LeastRsaBits = 2_048;
    private const string Space = SignedXml.XmlDsigNamespaceUrl;

    private static readonly HashSet<string> Signatures =
    [
        SignedXml.XmlDsigRSASHA256Url, SignedXml.XmlDsigRSASHA384Url, SignedXml.XmlDsigRSASHA512Url,
    ];

    private static readonly HashSet<string> Digests =
        [SignedXml.XmlDsigSHA256Url, SignedXml.XmlDsigSHA384Url, SignedXml.XmlDsigSHA512Url];

    private static readonly HashSet<string> Canonical =
        [SignedXml.XmlDsigC14NTransformUrl, SignedXml.XmlDsigExcC14NTransformUrl];

    /// <summary>The document with its signature as the last child of its root.</summary>
    public static byte[] Sign(Stream content, X509Certificate2 certificate)
    {
        var document = Load(content);
        using var rsa = certificate.GetRSAPrivateKey()
            ?? throw new InvalidOperationException("The signing certificate has no RSA key.");
        var signed = new SignedXml(document) { SigningKey = rsa };
        signed.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigExcC14NTransformUrl;
        signed.SignedInfo.SignatureMethod = SignedXml.XmlDsigRSASHA256Url;
        var reference = new SignedReference("") { DigestMethod = SignedXml.XmlDsigSHA256Url };
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        reference.AddTransform(new XmlDsigExcC14NTransform());
        signed.AddReference(reference);
        signed.ComputeSignature();
        document.DocumentElement!.AppendChild(document.ImportNode(signed.GetXml(), deep: true));
        using var bytes = new MemoryStream();
        document.Save(bytes);
        return bytes.ToArray();
    }

    /// <summary>The octets that the bank signed: the document in canonical form without its signature.</summary>
    public static byte[] Verify(Stream content, IReadOnlyList<X509Certificate2> trusted, DateTimeOffset now)
    {
        var document = Load(content);
        var signature = OnlySignature(document);
        var signed = new SignedXml(document) { Resolver = null! };
        try
        {
            signed.LoadXml(signature);
        }
        catch (Exception error) when (error is CryptographicException or XmlException or FormatException)
        {
            throw Form("Signature", "Chữ ký XML viết sai.", "A badly written XML signature.");
        }

        CheckForm(signed, signature);
        CheckSigner(signed, trusted, now);
        signature.ParentNode!.RemoveChild(signature);
        return Octets(document, (SignedReference)signed.SignedInfo!.References[0]!);
    }

    private static XmlDocument Load(Stream content)
    {
        if (content.Length > MaxBytes)
            throw SealRefusedException.Of(
                SealReason.TooLarge, "", $"Tệp XML có chữ ký lớn hơn {MaxBytes} byte.",
                $"A signed XML file of more than {MaxBytes} bytes.");
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        try
        {
            using var reader = XmlReader.Create(
                content, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            document.Load(reader);
        }
        catch (XmlException error)
        {
            throw Form(
                $"dòng {error.LineNumber}", "Tệp không phải XML đúng cú pháp.", "The file is not well-formed XML.");
        }

        return document;
    }

    private static XmlElement OnlySignature(XmlDocument document)
    {
        var all = document.GetElementsByTagName("Signature", Space);
        if (all.Count == 0)
            throw SealRefusedException.Of(
                SealReason.SignatureMissing, "Signature", "Tệp không có chữ ký XML.", "No XML signature in the file.");
        if (all.Count > 1 || all[0]!.ParentNode != document.DocumentElement)
            throw Form(
                "Signature", "Chữ ký phải là một và nằm ngay dưới phần tử gốc.",
                "There must be one signature, right below the root.");
        return (XmlElement)all[0]!;
    }

    private static void CheckForm(SignedXml signed, XmlElement signature)
    {
        var info = signed.SignedInfo!;
        if (info.References.Count != 1 || ((SignedReference)info.References[0]!).Uri != "")
            throw Form(
                "Signature/SignedInfo/Reference[1]", "Chữ ký phải ký toàn bộ tài liệu (URI rỗng).",
                "The signature must sign the whole document (empty URI).");
        var reference = (SignedReference)info.References[0]!;
        var transforms = Enumerable.Range(0, reference.TransformChain.Count)
            .Select(i => reference.TransformChain[i].Algorithm ?? "").ToList();
        if (transforms is not [SignedXml.XmlDsigEnvelopedSignatureTransformUrl, var form] || !Canonical.Contains(form))
            throw Form(
                "Signature/SignedInfo/Reference[1]/Transforms", "Phép biến đổi không được chấp nhận.",
                "Transforms that are not accepted.");
        if (signature.GetElementsByTagName("Object", Space).Count > 0
            || signature.GetElementsByTagName("HMACOutputLength", Space).Count > 0)
            throw Form("Signature/Object", "Chữ ký chứa phần không được phép.", "The signature holds what it may not.");
        if (!Signatures.Contains(info.SignatureMethod ?? "") || !Digests.Contains(reference.DigestMethod)
            || !Canonical.Contains(info.CanonicalizationMethod))
            throw SealRefusedException.Of(
                SealReason.Algorithm, "Signature/SignedInfo", "Thuật toán ký không được chấp nhận.",
                "An algorithm that is not accepted.");
    }

    private static void CheckSigner(SignedXml signed, IReadOnlyList<X509Certificate2> trusted, DateTimeOffset now)
    {
        foreach (var certificate in trusted)
        {
            using var rsa = certificate.GetRSAPublicKey();
            if (rsa is null || rsa.KeySize < LeastRsaBits || !Holds(signed, rsa)) continue;
            if (FileSeal.IsValid(certificate, now)) return;
            throw SealRefusedException.Of(
                SealReason.CertificateExpired, "Signature",
                $"Chứng thư {certificate.Subject} hết hạn hoặc chưa có hiệu lực.",
                $"Certificate {certificate.Subject} has expired or is not valid yet.");
        }

        throw SealRefusedException.Of(
            SealReason.SignatureWrong, "Signature",
            "Chữ ký không khớp với nội dung, hoặc không phải của chứng thư đã đăng ký.",
            "The signature does not belong to this document, or is of no registered certificate.");
    }

    private static bool Holds(SignedXml signed, RSA key)
    {
        try
        {
            return signed.CheckSignature(key);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static byte[] Octets(XmlDocument document, SignedReference reference)
    {
        Transform form = reference.TransformChain[1].Algorithm == SignedXml.XmlDsigC14NTransformUrl
            ? new XmlDsigC14NTransform()
            : new XmlDsigExcC14NTransform();
        form.LoadInput(document);
        using var octets = (Stream)form.GetOutput(typeof(Stream));
        using var bytes = new MemoryStream();
        octets.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static SealRefusedException Form(string where, string vietnamese, string english) =>
        SealRefusedException.Of(SealReason.SignatureForm, where, vietnamese, english);
}
