import { bytes, is, type Case, type Fields, type Step, type Suite } from "../case.ts";

const key = { KeyId: "{key}" } as const;
const text = bytes("forty-two");
const sealed: Step = { call: "Encrypt", input: { ...key, Plaintext: text }, keep: { blob: "CiphertextBlob" } };

/** A key of the case's own: its state is about to change. */
function ownKey(more: Fields = {}, name = "own"): Step {
  return {
    call: "CreateKey",
    input: { Description: "conformance {case}", ...more },
    keep: { [name]: "KeyMetadata.KeyId", [`${name}Arn`]: "KeyMetadata.Arn" },
  };
}

const own = { KeyId: "{own}" } as const;
const forget = (name = "own"): Step => ({
  call: "ScheduleKeyDeletion",
  input: { KeyId: `{${name}}`, PendingWindowInDays: 7 },
});
const state = (KeyState: string, Enabled: boolean): Step => ({
  call: "DescribeKey",
  input: own,
  gives: { KeyMetadata: { KeyState, Enabled } },
});

function refused(name: string, call: string, fails: string, input: Fields, before: readonly Step[] = []): Case {
  return { name, before, call, input, fails };
}

/** KMS: keys, their states, and what they seal. */
export const kmsSuites: readonly Suite[] = [
  {
    service: "kms",
    topic: "cryptography",
    setUp: [
      { ...ownKey({}, "key"), input: { Description: "conformance {run}" } },
      {
        call: "CreateKey",
        input: { KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" },
        keep: { mac: "KeyMetadata.KeyId" },
      },
      { call: "CreateKey", input: {}, keep: { other: "KeyMetadata.KeyId" } },
      { call: "CreateAlias", input: { AliasName: "alias/conformance-{run}", TargetKeyId: "{key}" } },
    ],
    tearDown: [
      { call: "DeleteAlias", input: { AliasName: "alias/conformance-{run}" } },
      ...["key", "mac", "other"].map(forget),
    ],
    cases: [
      {
        name: "What is encrypted is decrypted, without naming the key",
        before: [sealed],
        call: "Decrypt",
        input: { CiphertextBlob: "{blob}" },
        gives: { Plaintext: text, KeyId: "{keyArn}", EncryptionAlgorithm: "SYMMETRIC_DEFAULT" },
      },
      {
        name: "A key may be named by its ARN, its alias and its alias's ARN",
        before: [
          { call: "Encrypt", input: { KeyId: "{keyArn}", Plaintext: text }, gives: { KeyId: "{keyArn}" } },
          {
            call: "Encrypt",
            input: { KeyId: "alias/conformance-{run}", Plaintext: text },
            gives: { KeyId: "{keyArn}" },
            keep: { blob: "CiphertextBlob" },
          },
        ],
        call: "Decrypt",
        input: { KeyId: "alias/conformance-{run}", CiphertextBlob: "{blob}" },
        gives: { Plaintext: text },
      },
      {
        name: "An encryption context has to be the same",
        before: [
          {
            call: "Encrypt",
            input: { ...key, Plaintext: text, EncryptionContext: { cell: "one", tenant: "t" } },
            keep: { blob: "CiphertextBlob" },
          },
          {
            call: "Decrypt",
            input: { CiphertextBlob: "{blob}", EncryptionContext: { tenant: "t", cell: "one" } },
            gives: { Plaintext: text },
          },
        ],
        call: "Decrypt",
        input: { CiphertextBlob: "{blob}", EncryptionContext: { cell: "two", tenant: "t" } },
        fails: "InvalidCiphertextException",
      },
      refused("An encryption context left out", "Decrypt", "InvalidCiphertextException", { CiphertextBlob: "{blob}" }, [
        {
          call: "Encrypt",
          input: { ...key, Plaintext: text, EncryptionContext: { cell: "one" } },
          keep: { blob: "CiphertextBlob" },
        },
      ]),
      refused(
        "Another key than the one that sealed",
        "Decrypt",
        "IncorrectKeyException",
        {
          KeyId: "{other}",
          CiphertextBlob: "{blob}",
        },
        [sealed],
      ),
      refused("A ciphertext that is none", "Decrypt", "InvalidCiphertextException", { CiphertextBlob: text }),
      refused("More than 4 KB", "Encrypt", "ValidationException", { ...key, Plaintext: bytes("x".repeat(4_097)) }),
      {
        name: "Exactly 4 KB",
        call: "Encrypt",
        input: { ...key, Plaintext: bytes("x".repeat(4_096)) },
        gives: { CiphertextBlob: is.present },
      },
      refused("A key is unknown", "Encrypt", "NotFoundException", {
        KeyId: "00000000-0000-0000-0000-000000000000",
        Plaintext: text,
      }),
      refused("An alias is unknown", "Encrypt", "NotFoundException", { KeyId: "alias/none-{case}", Plaintext: text }),
      {
        name: "A data key comes in the clear and sealed",
        before: [
          {
            call: "GenerateDataKey",
            input: { ...key, KeySpec: "AES_256" },
            gives: { Plaintext: is.bytes(32), KeyId: "{keyArn}" },
            keep: { blob: "CiphertextBlob", plain: "Plaintext" },
          },
        ],
        call: "Decrypt",
        input: { CiphertextBlob: "{blob}" },
        gives: { Plaintext: "{plain}" },
      },
      {
        name: "A data key of so many bytes",
        call: "GenerateDataKey",
        input: { ...key, NumberOfBytes: 17 },
        gives: { Plaintext: is.bytes(17) },
      },
      refused("A data key of a length and a spec", "GenerateDataKey", "ValidationException", {
        ...key,
        KeySpec: "AES_128",
        NumberOfBytes: 16,
      }),
      refused("A data key of nothing", "GenerateDataKey", "ValidationException", key),
      refused("A data key of too many bytes", "GenerateDataKey", "ValidationException", {
        ...key,
        NumberOfBytes: 1_025,
      }),
      {
        name: "A MAC is verified",
        before: [
          {
            call: "GenerateMac",
            input: { KeyId: "{mac}", Message: text, MacAlgorithm: "HMAC_SHA_256" },
            gives: { Mac: is.bytes(32), MacAlgorithm: "HMAC_SHA_256" },
            keep: { tag: "Mac" },
          },
        ],
        call: "VerifyMac",
        input: { KeyId: "{mac}", Message: text, MacAlgorithm: "HMAC_SHA_256", Mac: "{tag}" },
        gives: { MacValid: true },
      },
      refused(
        "A MAC of another message",
        "VerifyMac",
        "KMSInvalidMacException",
        {
          KeyId: "{mac}",
          Message: bytes("other"),
          MacAlgorithm: "HMAC_SHA_256",
          Mac: "{tag}",
        },
        [
          {
            call: "GenerateMac",
            input: { KeyId: "{mac}", Message: text, MacAlgorithm: "HMAC_SHA_256" },
            keep: { tag: "Mac" },
          },
        ],
      ),
      refused("A MAC of another algorithm than the key's", "GenerateMac", "InvalidKeyUsageException", {
        KeyId: "{mac}",
        Message: text,
        MacAlgorithm: "HMAC_SHA_512",
      }),
      refused("A MAC by an encryption key", "GenerateMac", "InvalidKeyUsageException", {
        ...key,
        Message: text,
        MacAlgorithm: "HMAC_SHA_256",
      }),
      refused("An encryption by a MAC key", "Encrypt", "InvalidKeyUsageException", { KeyId: "{mac}", Plaintext: text }),
    ],
  },
  {
    service: "kms",
    topic: "keys",
    cases: [
      {
        name: "DescribeKey describes",
        before: [ownKey()],
        call: "DescribeKey",
        input: own,
        gives: {
          KeyMetadata: {
            KeyId: "{own}",
            Arn: is.match(/^arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/[0-9a-f-]{36}$/),
            AWSAccountId: is.match(/^\d{12}$/),
            Description: "conformance {case}",
            Enabled: true,
            KeyState: "Enabled",
            KeyUsage: "ENCRYPT_DECRYPT",
            KeySpec: "SYMMETRIC_DEFAULT",
            Origin: "AWS_KMS",
            KeyManager: "CUSTOMER",
            MultiRegion: false,
            EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
            CreationDate: is.date,
            DeletionDate: is.absent,
          },
        },
        after: [forget()],
      },
      {
        name: "A disabled key seals nothing until it is enabled again",
        before: [
          ownKey(),
          { call: "Encrypt", input: { ...own, Plaintext: text }, keep: { blob: "CiphertextBlob" } },
          { call: "DisableKey", input: own },
          state("Disabled", false),
          { call: "Decrypt", input: { CiphertextBlob: "{blob}" }, fails: "DisabledException" },
          { call: "GenerateDataKey", input: { ...own, KeySpec: "AES_256" }, fails: "DisabledException" },
          { call: "EnableKey", input: own },
          state("Enabled", true),
        ],
        call: "Decrypt",
        input: { CiphertextBlob: "{blob}" },
        gives: { Plaintext: text },
        after: [forget()],
        source: "AWS KMS Developer Guide, Key states of AWS KMS keys",
      },
      {
        name: "A key whose deletion is scheduled seals nothing",
        before: [
          ownKey(),
          {
            call: "ScheduleKeyDeletion",
            input: { ...own, PendingWindowInDays: 7 },
            gives: {
              KeyId: is.match(/:key\//),
              KeyState: "PendingDeletion",
              DeletionDate: is.date,
              PendingWindowInDays: 7,
            },
          },
          state("PendingDeletion", false),
        ],
        call: "Encrypt",
        input: { ...own, Plaintext: text },
        fails: "KMSInvalidStateException",
        source: "AWS KMS Developer Guide, Key states of AWS KMS keys",
      },
      {
        name: "A key pending deletion cannot be enabled",
        before: [ownKey(), forget()],
        call: "EnableKey",
        input: own,
        fails: "KMSInvalidStateException",
      },
      {
        name: "A deletion cannot be scheduled twice",
        before: [ownKey(), forget()],
        ...forget(),
        fails: "KMSInvalidStateException",
      },
      {
        name: "A deletion is taken back, and the key is disabled",
        before: [ownKey(), forget(), { call: "CancelKeyDeletion", input: own, gives: { KeyId: is.text } }],
        ...state("Disabled", false),
        after: [forget()],
      },
      {
        name: "A deletion that was never scheduled cannot be taken back",
        before: [ownKey()],
        call: "CancelKeyDeletion",
        input: own,
        fails: "KMSInvalidStateException",
        after: [forget()],
      },
      {
        name: "A window of six days",
        before: [ownKey()],
        call: "ScheduleKeyDeletion",
        input: { ...own, PendingWindowInDays: 6 },
        fails: "ValidationException",
        after: [forget()],
      },
      {
        name: "An alias leads to its key",
        before: [ownKey(), { call: "CreateAlias", input: { AliasName: "alias/{case}", TargetKeyId: "{own}" } }],
        call: "ListAliases",
        input: own,
        gives: { Aliases: [{ AliasName: "alias/{case}", TargetKeyId: "{own}", AliasArn: is.match(/:alias\/c/) }] },
        after: [{ call: "DeleteAlias", input: { AliasName: "alias/{case}" } }, forget()],
      },
      {
        name: "An alias moves",
        before: [
          ownKey(),
          ownKey({}, "next"),
          { call: "CreateAlias", input: { AliasName: "alias/{case}", TargetKeyId: "{own}" } },
          { call: "UpdateAlias", input: { AliasName: "alias/{case}", TargetKeyId: "{next}" } },
        ],
        call: "DescribeKey",
        input: { KeyId: "alias/{case}" },
        gives: { KeyMetadata: { KeyId: "{next}" } },
        after: [{ call: "DeleteAlias", input: { AliasName: "alias/{case}" } }, forget(), forget("next")],
      },
      {
        name: "An alias is taken",
        before: [ownKey(), { call: "CreateAlias", input: { AliasName: "alias/{case}", TargetKeyId: "{own}" } }],
        call: "CreateAlias",
        input: { AliasName: "alias/{case}", TargetKeyId: "{own}" },
        fails: "AlreadyExistsException",
        after: [{ call: "DeleteAlias", input: { AliasName: "alias/{case}" } }, forget()],
      },
      {
        name: "A deleted alias leads nowhere",
        before: [
          ownKey(),
          { call: "CreateAlias", input: { AliasName: "alias/{case}", TargetKeyId: "{own}" } },
          { call: "DeleteAlias", input: { AliasName: "alias/{case}" } },
        ],
        call: "DescribeKey",
        input: { KeyId: "alias/{case}" },
        fails: "NotFoundException",
        after: [forget()],
      },
      refused("An alias that is none is deleted", "DeleteAlias", "NotFoundException", {
        AliasName: "alias/none-{case}",
      }),
      {
        name: "Aliases under alias/aws/ are AWS's",
        before: [ownKey()],
        call: "CreateAlias",
        input: { AliasName: "alias/aws/{case}", TargetKeyId: "{own}" },
        fails: "InvalidAliasNameException",
        after: [forget()],
      },
      {
        name: "An alias to no key",
        call: "CreateAlias",
        input: { AliasName: "alias/{case}", TargetKeyId: "00000000-0000-0000-0000-000000000000" },
        fails: "NotFoundException",
      },
      {
        name: "ListKeys pages",
        before: [
          ownKey(),
          ownKey({}, "second"),
          {
            call: "ListKeys",
            input: { Limit: 1 },
            gives: { Keys: is.list(1), Truncated: true, NextMarker: is.text },
            keep: { marker: "NextMarker", first: "Keys.0.KeyId" },
          },
        ],
        call: "ListKeys",
        input: { Limit: 1, Marker: "{marker}" },
        gives: { Keys: [{ KeyId: is.not("{first}"), KeyArn: is.text }] },
        after: [forget(), forget("second")],
      },
      {
        name: "ListAliases pages",
        before: [
          ownKey(),
          ...["a", "b"].map((letter) => ({
            call: "CreateAlias",
            input: { AliasName: `alias/{case}-${letter}`, TargetKeyId: "{own}" },
          })),
          {
            call: "ListAliases",
            input: { ...own, Limit: 1 },
            gives: { Aliases: is.list(1), Truncated: true, NextMarker: is.text },
            keep: { marker: "NextMarker" },
          },
        ],
        call: "ListAliases",
        input: { ...own, Limit: 1, Marker: "{marker}" },
        gives: { Aliases: is.list(1), Truncated: false, NextMarker: is.absent },
        after: [
          ...["a", "b"].map((letter) => ({ call: "DeleteAlias", input: { AliasName: `alias/{case}-${letter}` } })),
          forget(),
        ],
      },
      refused("A MAC key of the wrong usage", "CreateKey", "ValidationException", {
        KeySpec: "HMAC_256",
        KeyUsage: "ENCRYPT_DECRYPT",
      }),
    ],
  },
];
