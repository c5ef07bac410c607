/** The SDK for Go, version 2. */

import type { Machine } from "./machine";
import type { Snippet, Use } from "./use";
import { profileOf, profileWay, variablesWay } from "./ways";

const test = (options: string): Snippet => ({
  title: "Test it, as main.go",
  language: "go",
  text: `package main

import (
	"context"
	"fmt"
	"log"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

func main() {
	ctx := context.Background()
	cfg, err := config.LoadDefaultConfig(ctx${options})
	if err != nil {
		log.Fatal(err)
	}
	who, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(*who.Arn)
}
`,
});

export function go(machine: Machine): Use {
  return {
    id: "go",
    label: "Go",
    ways: [
      profileWay(machine, {
        versions: "Every version 2.",
        test: test(`, config.WithSharedConfigProfile("${profileOf(machine)}")`),
        notes: [
          "Keys in variables win over AWS_PROFILE, but not over a profile named in code.",
          "Keys of the same profile in ~/.aws/credentials would win over this one, even when they have ended.",
        ],
      }),
      variablesWay(machine, {
        versions: "From the end of 2023 on. Older ones take only addresses of the machine itself.",
        test: test(""),
        notes: [
          "The full address wins over AWS_CONTAINER_CREDENTIALS_RELATIVE_URI here, other than elsewhere.",
        ],
      }),
    ],
  };
}
